"""Dated facts: a value has a source, what is not confirmed shows no number."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from content.fact_form import FactForm
from content.models import DatedFact, Source
from content.models.facts import worded
from content.wagtail_hooks import FactViewSet
from tests import people

LABEL = {"mn": "Хугацаа", "en": "Time limit"}


@pytest.mark.parametrize(
    ("number", "unit", "mn", "en"),
    [
        (2, "working-days", "ажлын 2 өдөр", "2 working days"),
        (1, "working-days", "ажлын 1 өдөр", "1 working day"),
        (9, "persons", "9 хүн", "9 persons"),
        ("1.5", "years", "1.5 жил", "1.5 years"),
        (10_000, "mnt", "10,000 төгрөг", "MNT 10,000"),
        ("10.36", "percent", "10.36 хувь", "10.36 %"),
        (4468, "organizations", "4,468", "4,468"),
    ],
)
def test_a_number_is_worded_in_the_readers_language(number: str, unit: str, mn: str, en: str) -> None:
    for language, expected in (("mn", mn), ("en", en)):
        with translation.override(language):
            assert worded(Decimal(str(number)), unit) == expected


def test_what_is_not_confirmed_has_no_value() -> None:
    fact = DatedFact(key="x", label=LABEL, number=Decimal(9), status=DatedFact.Status.UNCONFIRMED)
    assert fact.value("mn") == ""
    with pytest.raises(ValidationError) as caught:
        fact.clean()
    assert set(caught.value.message_dict) == {"status", "office"}


def test_a_value_may_not_be_missing_where_the_status_promises_one() -> None:
    with pytest.raises(ValidationError) as caught:
        DatedFact(key="x", label=LABEL, status=DatedFact.Status.SEEN).clean()
    assert set(caught.value.message_dict) == {"number"}


def test_a_check_cannot_lie_in_the_future() -> None:
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    fact = DatedFact(key="x", label=LABEL, number=Decimal(1), status="confirmed", checked_on=tomorrow)
    with pytest.raises(ValidationError) as caught:
        fact.clean()
    assert set(caught.value.message_dict) == {"checked_on"}


def form_class() -> type[FactForm]:
    return FactViewSet().get_edit_handler().get_form_class()


def data(**more: object) -> dict[str, object]:
    return {
        "key": "fee",
        "label_mn": "Хураамж",
        "label_en": "Fee",
        "status": "confirmed",
        "number": "10000",
        "unit": "mnt",
        "checked_on": timezone.localdate().isoformat(),
        **more,
    }


@pytest.mark.django_db
def test_whoever_confirms_is_named_and_the_next_check_is_due_in_a_year() -> None:
    source = Source.objects.create(code="X", title={"mn": "Х", "en": "X"})
    checker = people.moderator()
    form = form_class()(data(sources=[source.pk]), instance=DatedFact(), for_user=checker)
    assert form.is_valid(), form.errors
    fact = form.save()
    assert fact.checked_by == checker
    assert fact.check_due == timezone.localdate() + timezone.timedelta(days=365)


@pytest.mark.django_db
def test_a_value_without_source_is_refused_and_nothing_typed_is_lost() -> None:
    form = form_class()(data(), instance=DatedFact(), for_user=people.moderator())
    assert not form.is_valid()
    assert "sources" in form.errors
    html = str(form["label"])
    assert "Хураамж" in html
    assert "Fee" in html
