"""The list of practitioners, and the terms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from accounts import terms
from accounts.models import PracticeField, Profile, TermsAcceptance, User
from accounts.services.capacities import grant_capacity
from content.models import InstitutionIndexPage
from tests import people
from tests.accounts.people_parts import adviser, signed_in, someone, with_profile

pytestmark = pytest.mark.django_db


def test_who_looks_for_an_office_or_an_organization_is_led_to_the_list(small_site: None) -> None:
    offices = InstitutionIndexPage.objects.filter(locale__language_code="mn").first()
    assert offices
    for address in (offices.url, "/mn/directory/"):
        assert 'href="/mn/people/"' in Client().get(address).content.decode(), address


def names(client: Client, query: str = "") -> set[str]:
    text = client.get(f"/mn/people/{query}").content.decode()
    return {name for name in User.objects.values_list("name", flat=True) if f">{name}</a>" in text}


def test_only_those_who_agreed_stand_in_the_list() -> None:
    adviser("Сараа")
    with_profile(someone("Болд"), fields=["law"], place="62")
    assert names(signed_in(someone("Дорж"))) == {"Сараа"}


def test_an_auditor_stands_in_the_list_as_long_as_the_licence_holds() -> None:
    auditor, ends = someone("Сараа"), timezone.localdate() + timedelta(days=9)
    grant_capacity(user=people.agency(), person=auditor, kind="auditor", licence="А-7", ends_on=ends)
    with_profile(auditor, trade="auditor", audience="everyone")
    assert names(Client()) == {"Сараа"}
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert names(Client()) == set()


def test_visitors_see_those_who_opened_their_profile() -> None:
    adviser("Сараа", audience="everyone")
    adviser("Цэцгээ")
    assert names(Client()) == {"Сараа"}
    assert names(signed_in(someone("Дорж"))) == {"Сараа", "Цэцгээ"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?place=62", {"Сараа", "Цэцгээ"}),
        ("?place=62&field=credit", {"Цэцгээ"}),
        ("?field=law", {"Сараа", "Дулмаа"}),
        ("?trade=practitioner", {"Дулмаа"}),
        ("?place=99", set()),
        ("?field=nothing", set()),
    ],
)
def test_the_list_is_narrowed_by_place_field_and_trade(query: str, found: set[str]) -> None:
    adviser("Сараа", audience="everyone", place="6207")
    adviser("Цэцгээ", audience="everyone", fields=["credit"])
    adviser("Дулмаа", audience="everyone", place="65", trade="practitioner")
    assert names(Client(), query) == found


def test_what_somebody_keeps_back_does_not_find_them() -> None:
    adviser("Сараа", audience="everyone", kept_back=["place", "fields"])
    assert names(Client()) == {"Сараа"}
    assert names(Client(), "?place=62") == names(Client(), "?field=law") == set()


def test_pages_that_are_none_are_not_found() -> None:
    for query in ["?page=2", "?page=0", "?page=x", "?page=²"]:
        assert Client().get(f"/mn/people/{query}").status_code == 404


def many(count: int) -> None:
    people = User.objects.bulk_create(
        User(email=f"m{n}@khorshoo.example", name=f"Хүн {n}", public_id=f"m{n}") for n in range(count)
    )
    profiles = Profile.objects.bulk_create(
        Profile(user=p, trade="adviser", listed_at=p.date_joined, audience="everyone", place="62")
        for p in people
    )
    PracticeField.objects.bulk_create(PracticeField(profile=p, field="law") for p in profiles)


@pytest.mark.parametrize("size", [3, 60])
def test_the_list_takes_the_same_queries_however_long(
    size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(size)
    client = signed_in(someone("Дорж"))
    with django_assert_max_num_queries(14) as counted:
        client.get("/mn/people/?field=law")
    assert len(counted) == _queries(size, len(counted))


_seen: dict[str, int] = {}


def _queries(size: int, count: int) -> int:
    """What the other size took."""
    return _seen.setdefault("list", count)


# The terms


def test_both_languages_have_every_version_of_the_terms(settings: Settings) -> None:
    for version in terms._read(settings.COUNTRY_PACK / "terms"):
        assert set(version.texts) == {"mn", "en"}
        counts = {language: text.count("\n1") for language, text in version.texts.items()}
        assert len(set(counts.values())) == 1  # as many numbered lines


def test_the_terms_are_read_by_anybody_and_accepted_by_who_signed_in() -> None:
    assert "хувилбар" in Client().get("/mn/account/terms/").content.decode()
    person = someone()
    client = signed_in(person)
    held = terms.current()
    assert held
    assert client.post("/mn/account/terms/", {"version": held.version}).status_code == 302
    assert client.post("/mn/account/terms/", {"version": held.version}).status_code == 302
    row = TermsAcceptance.objects.get(user=person)
    assert row.version == held.version
    assert "Та зөвшөөрсөн" in client.get("/mn/account/terms/").content.decode()
    assert Client().post("/mn/account/terms/", {"version": held.version}).status_code == 404


def test_a_new_version_is_asked_for_again_and_the_old_one_stays_readable(
    tmp_path: Any, settings: Settings
) -> None:
    folder = tmp_path / "terms"
    folder.mkdir()
    for version in ["2025-01-01", "2026-01-01", "2999-01-01"]:
        for language in ["mn", "en"]:
            (folder / f"{version}.{language}.md").write_text(f"{version} {language}", "utf-8")
    settings.COUNTRY_PACK = tmp_path
    person = someone()
    TermsAcceptance.objects.create(user=person, version="2025-01-01")
    assert not terms.has_accepted(person)
    client = signed_in(person)
    assert client.post("/mn/account/terms/", {"version": "2025-01-01"}).status_code == 302
    assert not terms.has_accepted(person)
    assert "2026-01-01 mn" in client.get("/mn/account/terms/").content.decode()
    assert "2025-01-01 en" in client.get("/en/account/terms/2025-01-01/").content.decode()
    assert client.get("/mn/account/terms/2999-01-01/").status_code == 404  # to come
    client.post("/mn/account/terms/", {"version": "2999-01-01"})
    assert [row.version for row in person.accepted_terms.all()] == ["2025-01-01"]
    client.post("/mn/account/terms/", {"version": "2026-01-01"})
    assert terms.has_accepted(person)


def test_the_terms_lead_to_no_other_site() -> None:
    held = terms.current()
    assert held
    sent = {"version": held.version, "next": "https://evil.example/"}
    answer = signed_in(someone()).post("/mn/account/terms/", sent)
    assert answer["Location"].startswith("/mn/")


def test_opening_an_account_accepts_the_terms_that_its_page_names() -> None:
    assert "/mn/account/terms/" in Client().get("/mn/account/signup/").content.decode()
    Client().post("/mn/account/signup/", {"name": "Болд", "email": "new@khorshoo.example"})
    assert terms.has_accepted(User.objects.get(email="new@khorshoo.example"))
    sent = {"name": "Болд", "email": "new@khorshoo.example"}
    Client().post("/mn/account/signup/", sent)  # known by now: nothing is left of the second try
    assert TermsAcceptance.objects.count() == 1
