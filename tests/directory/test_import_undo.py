"""An import of a register is taken back: what nobody touched since goes or is as before, the rest stays and is told."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Change, FieldSource, Organization, YearFigures
from accounts.services.organizations import save_details
from directory.models import OpenEntry
from directory.services.open_data import write_open_data
from tests import organizations as make
from tests import people
from tests.directory.registers import MILK, WOOL, Outcome, applied, csv_file, undone
from tests.directory.test_listing import listed, names

pytestmark = pytest.mark.django_db


def test_undo_gives_back_what_was() -> None:
    make.organization("Хангайн ноос", place="6231", founded="2001")
    kept = make.organization("Өөр", place="2101")
    fields = [
        field.name
        for field in Organization._meta.concrete_fields
        if field.name not in {"version", "updated_at"}
    ]
    before = [list(Organization.objects.order_by("pk").values(*fields)), list(FieldSource.objects.values())]
    made = applied(csv_file(WOOL, MILK))
    assert Organization.objects.count() == 3
    undone(made)
    assert [
        list(Organization.objects.order_by("pk").values(*fields)),
        list(FieldSource.objects.values()),
    ] == before
    assert not YearFigures.objects.exists()
    assert set(made.rows.values_list("outcome", flat=True)) == {Outcome.UNDONE}
    assert kept.pk in Organization.objects.values_list("pk", flat=True)
    assert names(listed(Client())) == ["Өөр", "Хангайн ноос"]
    log = Change.objects.filter(organization=None)
    assert [change.data["name"] for change in log] == ["Хөвсгөлийн сүү"]


def test_undo_leaves_what_was_claimed_or_changed_and_says_so() -> None:
    first = ["1", "Аавын хоршоо", "Дорнод", "Матад", *[""] * 4]
    second = ["2", "Бага булаг", "Ховд", "", *[""] * 4]
    made = applied(csv_file(first, second, WOOL))
    claimed, edited, _wool = Organization.objects.order_by("pk")
    make.member(claimed, "owner")
    save_details(
        user=people.agency(), organization=edited, values={"founded": "2011"}, version=edited.version
    )
    undone(made)
    assert set(Organization.objects.all()) >= {claimed, edited}
    assert not Organization.objects.filter(name_mn="Хангайн ноос").exists()
    told = {row.number: row.kept[0]["code"] for row in made.rows.filter(outcome=Outcome.STAYS)}
    assert told == {2: "left-used", 3: "left-changed"}


def test_undo_leaves_a_field_that_somebody_said_since() -> None:
    one = make.organization("Хангайн ноос", place="6231")
    made = applied(csv_file(WOOL))
    one.refresh_from_db()
    save_details(user=people.agency(), organization=one, values={"founded": "2011"}, version=one.version)
    undone(made)
    one.refresh_from_db()
    assert (one.founded, one.registration_number, one.legal_form) == ("2011", "", "")
    row = made.rows.get()
    assert [(kept["code"], kept["field"]) for kept in row.kept] == [("left-field", "founded")]


def test_undo_takes_entries_away_that_stand_in_the_open_data() -> None:
    made = applied(csv_file(WOOL))
    write_open_data()
    public_id = Organization.objects.get().public_id
    undone(made)
    assert not Organization.objects.exists()
    write_open_data()
    assert OpenEntry.objects.get(public_id=public_id).gone
