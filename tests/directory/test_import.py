"""What an import of a register changes, and what it leaves. Taking one back: test_import_undo."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.codes import Role, Status
from accounts.models import Change, FieldSource, Organization, RegisterCheck, YearFigures
from accounts.services import agency
from accounts.services.organizations import save_details
from core.models import OutboxRow
from directory.importing import report, running
from directory.importing.matching import Index
from directory.models import Freshness
from tests import organizations as make
from tests import people
from tests.directory.board_parts import post
from tests.directory.registers import (
    HEADINGS,
    MILK,
    WOOL,
    Kind,
    Outcome,
    State,
    applied,
    codes,
    csv_file,
    kinds,
    sent,
    undone,
)

pytestmark = pytest.mark.django_db


def everything() -> list[Any]:
    """All that an import could change."""
    return [
        list(Organization.objects.order_by("pk").values()),
        list(FieldSource.objects.order_by("pk").values()),
        list(YearFigures.objects.order_by("pk").values()),
        list(RegisterCheck.objects.order_by("pk").values()),
        Change.objects.count(),
    ]


def page(name: str) -> str:
    one = Organization.objects.get(name_mn=name)
    return Client().get(f"/mn/directory/{one.public_id}/").content.decode()


def test_a_report_changes_nothing() -> None:
    make.organization("Хангайн ноос", place="6231")
    before = everything()
    made = sent(csv_file(WOOL, MILK))
    assert made.state == State.READY
    assert kinds(made) == ["changed", "new"]
    assert everything() == before
    assert not OutboxRow.objects.exists()


def test_new_entries_are_public_nobodys_and_say_where_each_value_comes_from() -> None:
    made = applied(csv_file(WOOL))
    one = Organization.objects.get()
    assert (one.name_mn, one.registration_number, one.place) == ("Хангайн ноос", "0012345", "6231")
    assert (one.status, one.entered_by, one.founded) == (Status.UNCONFIRMED, None, "2019.05.06")
    assert (one.legal_form, one.level, one.token) == ("primary-cooperative", "primary", f"import-{made.pk}-2")
    figures = YearFigures.objects.get()
    assert (figures.year, figures.members, figures.women) == (2026, 25, 12)
    html = page("Хангайн ноос")
    assert "ХХААХҮЯ-ны бүртгэл, 2026.10.01" in html
    assert f"/mn/account/organizations/{one.public_id}/claim/" in html
    assert OutboxRow.objects.filter(key=f"accounts.organization:{one.pk}").exists()
    assert list(Change.objects.values_list("action", "organization")) == [("entered", one.pk)]


def test_a_second_run_changes_nothing() -> None:
    applied(csv_file(WOOL, MILK))
    before = everything()
    again = sent(csv_file(WOOL, MILK))
    assert kinds(again) == ["unchanged", "unchanged"]
    running.move_on(again, State.READY, State.RUNNING, total=0)
    running.carry_out(again.pk)
    assert everything() == before


@pytest.mark.parametrize("number", ["0012345", "001-2345", " 00 12345 "])
def test_the_number_finds_the_entry_whatever_its_name(number: str) -> None:
    one = make.organization("Өөр нэр", registration_number=number, place="6231")
    made = applied(csv_file(WOOL))
    assert kinds(made) == ["changed"]
    one.refresh_from_db()
    assert one.name_mn == "Хангайн ноос"
    assert Organization.objects.filter(name_key=one.name_key).count() == 1


def test_name_and_place_find_an_entry_without_a_number() -> None:
    one = make.organization("«Хангайн ноос» хоршоо", place="6231")
    applied(csv_file(WOOL))
    one.refresh_from_db()
    assert one.registration_number == "0012345"
    assert Organization.objects.count() == 1


def test_a_namesake_with_another_number_is_another_organization() -> None:
    make.organization("Хангайн ноос", place="6231", registration_number="7777777")
    made = applied(csv_file(WOOL))
    assert kinds(made) == ["new"]
    assert made.rows.get().alike == []
    assert Organization.objects.count() == 2


def test_what_is_only_alike_is_suggested_and_left_out() -> None:
    other = make.organization("Хангайн ноосс", place="6231")
    made = applied(csv_file(WOOL, MILK))
    row = made.rows.get(number=2)
    assert (row.kind, row.alike, row.outcome) == (Kind.NEW, [other.pk], Outcome.LEFT)
    assert sorted(Organization.objects.values_list("name_mn", flat=True)) == [
        "Хангайн ноосс",
        "Хөвсгөлийн сүү",
    ]
    again = sent(csv_file(WOOL, MILK))
    running.move_on(again, State.READY, State.RUNNING, total=1, leave_doubles=False)
    running.carry_out(again.pk)
    assert Organization.objects.count() == 3


def test_an_entry_that_was_merged_away_stands_for_the_one_that_stayed() -> None:
    applied(csv_file(WOOL))
    gone, keep = Organization.objects.get(), make.organization("Ноос", place="6231")
    agency.merge_organizations(user=people.agency(), keep=keep, gone=gone)
    made = sent(csv_file(WOOL))
    assert made.rows.get().organization == keep
    applied(csv_file(WOOL))
    assert Organization.objects.filter(merged_into=None).count() == 1


def test_what_people_said_stays_and_the_report_says_who_and_when() -> None:
    applied(csv_file(WOOL))
    one = Organization.objects.get()
    owner = make.member(one, "owner")
    save_details(user=owner, organization=one, values={"founded": "2018"}, version=one.version)
    changed = [*WOOL[:1], "Хангайн шинэ ноос", *WOOL[2:]]
    made = applied(csv_file(changed), as_of=timezone.localdate())
    one.refresh_from_db()
    assert (one.founded, one.name_mn) == ("2018", "Хангайн шинэ ноос")
    row = made.rows.get()
    assert [(kept["code"], kept["field"]) for kept in row.kept] == [("kept-organization", "founded")]
    assert f"{timezone.localdate():%Y.%m.%d}" in " ".join(report.lines_of(row))


def test_what_was_said_to_be_right_after_the_registers_day_stays() -> None:
    applied(csv_file(WOOL), as_of=dt.date(2026, 6, 1))
    one = Organization.objects.get()
    Freshness.objects.create(
        organization=one,
        counted_from=timezone.now(),
        confirmed_at=dt.datetime(2026, 9, 30, 20, tzinfo=dt.UTC),  # the first of October in Ulaanbaatar
        confirmed_as=Freshness.By.OWNER,
    )
    changed = [*WOOL[:1], "Хангайн шинэ ноос", *WOOL[2:]]
    made = sent(csv_file(changed), as_of=dt.date(2026, 9, 30))
    row = made.rows.get()
    assert (row.kind, row.changes) == (Kind.UNCHANGED, {})
    assert [(kept["code"], kept["field"]) for kept in row.kept] == [("kept-right", "name_mn")]
    assert "2026.10.01" in " ".join(report.lines_of(row))
    newer = sent(csv_file(changed), as_of=dt.date(2026, 10, 1))
    assert set(newer.rows.get().changes) == {"name_mn"}


def test_what_a_person_emptied_stays_empty() -> None:
    applied(csv_file(WOOL))
    one = Organization.objects.get()
    save_details(user=people.agency(), organization=one, values={"founded": ""}, version=one.version)
    assert kinds(sent(csv_file(WOOL))) == ["unchanged"]


def test_what_stands_there_by_hand_without_a_source_stays() -> None:
    one = make.organization("Хангайн ноос", place="6231", founded="1999")
    make.member(one, "owner")
    applied(csv_file(WOOL))
    one.refresh_from_db()
    assert (one.founded, one.registration_number) == ("1999", "0012345")


def test_an_older_register_does_not_overwrite_a_newer_one() -> None:
    applied(csv_file(WOOL), as_of=dt.date(2026, 10, 1))
    older = [*WOOL[:5], "2001", *WOOL[6:]]
    made = sent(csv_file(older), as_of=dt.date(2025, 1, 1))
    row = made.rows.get()
    assert [one["code"] for one in row.kept] == ["kept-newer"]
    assert row.changes == {"figures": [None, [2025, 25, 12, None, None]]}  # a year that was not there


def test_a_more_precise_place_stays() -> None:
    one = make.organization("Хөвсгөлийн сүү", place="6701", registration_number="2222222")
    assert kinds(sent(csv_file(MILK))) == ["unchanged"]
    one.refresh_from_db()
    assert one.place == "6701"


def test_an_empty_cell_changes_nothing() -> None:
    applied(csv_file(WOOL))
    assert kinds(sent(csv_file([*WOOL[:2], *WOOL[2:4], "", "", "", ""]))) == ["unchanged"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.HIDDEN])
def test_drafts_and_hidden_entries_are_left_alone(status: str) -> None:
    one = make.organization("Хангайн ноос", place="6231", status=status)
    made = applied(csv_file(WOOL))
    assert codes(made) == [(2, "not-public", "")]
    assert made.rows.get().alike == [one.pk]
    assert Organization.objects.count() == 1


def test_rows_about_one_organization_are_not_both_taken() -> None:
    twice = csv_file(WOOL, ["0012345", *MILK[1:]], MILK, ["", *MILK[1:]])
    made = sent(twice, as_of=dt.date(2026, 11, 1))
    assert codes(made)[:2] == [
        (2, "double-number", "registration_number"),
        (3, "double-number", "registration_number"),
    ]
    assert made.rows.get(number=5).kind == Kind.REFUSED
    assert codes(made)[2:] == [(5, "double-row", "")]


def test_two_entries_of_one_number_are_suggested_never_merged() -> None:
    both = [make.organization(name, registration_number="0012345").pk for name in ("А", "Б")]
    made = applied(csv_file(WOOL))
    row = made.rows.get()
    assert (codes(made), row.alike) == ([(2, "which-number", "registration_number")], both)
    assert Organization.objects.filter(merged_into=None).count() == 2


def test_what_somebody_changed_after_the_report_is_left() -> None:
    one = make.organization("Хангайн ноос", place="6231")
    made = sent(csv_file(WOOL, MILK))
    save_details(user=people.agency(), organization=one, values={"founded": "2011"}, version=one.version)
    running.move_on(made, State.READY, State.RUNNING, total=2)
    running.carry_out(made.pk)
    one.refresh_from_db()
    assert (one.founded, one.registration_number) == ("2011", "")
    assert made.rows.get(number=2).outcome == Outcome.LEFT
    assert made.rows.get(number=3).outcome == Outcome.DONE


def test_an_interrupted_import_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    rows = [
        [str(3000000 + n), f"Хоршоо дугаар {n} {'абвгд'[n]}", "Дорнод", "Матад", *[""] * 4] for n in range(5)
    ]
    made = sent(csv_file(*rows))
    running.move_on(made, State.READY, State.RUNNING, total=5, leave_doubles=False)

    class Killed(BaseException):
        pass

    def kill(done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        running.carry_out(made.pk, kill)
    assert Organization.objects.count() == 2
    running.carry_out(made.pk)
    running.carry_out(made.pk)
    made.refresh_from_db()
    assert (Organization.objects.count(), made.state, made.done) == (5, State.DONE, 5)


def test_the_state_registers_own_extract_is_a_comparison_of_its_day() -> None:
    one = make.organization("Хангайн ноос", place="6231", registration_number="0012345")
    own = make.organization(
        "Минийх", place="2101", registration_number="3333333", entered_by=(staff := people.agency())
    )
    mine = ["3333333", "Минийх", "Дорнод", "Хэрлэн", "Анхан шатны хоршоо", *[""] * 3]
    made = applied(csv_file(WOOL, mine), state_register=True, started_by=staff, approved_by=staff)
    check = RegisterCheck.objects.get()
    assert (check.organization, check.number, check.checked_by) == (one, "0012345", staff)
    assert timezone.localtime(check.checked_at).date() == made.as_of
    assert "2026.10.01" in page("Хангайн ноос")
    one.refresh_from_db()
    assert one.status == Status.LISTED
    assert not own.register_checks.exists()  # nobody decides on their own
    assert kinds(sent(csv_file(WOOL), state_register=True)) == ["unchanged"]
    undone(made)
    assert not RegisterCheck.objects.filter(ended_at=None).exists()


def test_other_registers_are_no_comparison_with_the_state_register() -> None:
    applied(csv_file(WOOL))
    assert not RegisterCheck.objects.exists()


def test_a_changed_number_ends_an_earlier_comparison() -> None:
    one = make.organization("Хангайн ноос", place="6231", legal_form="savings-credit")
    RegisterCheck.objects.create(organization=one, number="")
    applied(csv_file(WOOL))
    assert not RegisterCheck.objects.filter(ended_at=None).exists()
    assert "check-ended" in Change.objects.values_list("action", flat=True)


@pytest.mark.parametrize("size", [3, 40])
def test_a_chunk_takes_the_same_queries_however_many_rows(size: int) -> None:
    rows = [
        [str(4000000 + n), f"{n} {'хангай' * (n % 5)} {n}", "Дорнод", "Матад", *[""] * 4] for n in range(size)
    ]
    made = sent(csv_file(*rows, headings=HEADINGS))
    running.move_on(made, State.READY, State.RUNNING, total=size, leave_doubles=False)
    with CaptureQueriesContext(connection) as queries:
        running.carry_out(made.pk)
    assert Organization.objects.count() == size
    assert len(queries) <= 22


def test_alike_is_not_told_of_short_names() -> None:
    make.organization("Ноос", place="6231")
    assert Index().alike({"name_mn": "Ноо", "place": "6231"}) == []


def test_nobody_compares_their_own_by_importing_what_another_sent_in() -> None:
    first, second = people.agency(), people.agency("second")
    one = make.organization("Хангайн ноос", place="6231", registration_number="0012345")
    make.member(one, "other")
    one.memberships.create(user=second, role=Role.MEMBER)
    made = applied(csv_file(WOOL), state_register=True, started_by=first, approved_by=second)
    assert not RegisterCheck.objects.exists()
    assert "checked" not in Change.objects.values_list("action", flat=True)
    one.refresh_from_db()
    assert one.legal_form == "primary-cooperative"  # the rest of the row is imported
    assert made.rows.get().outcome == Outcome.DONE


def test_what_hangs_on_a_renamed_entry_is_indexed_anew() -> None:
    one = make.organization("Хуучин нэр", place="6231", registration_number="0012345")
    offer = post(one)
    applied(csv_file(WOOL))
    assert OutboxRow.objects.filter(key=f"directory.post:{offer.pk}").exists()


def test_a_merged_entry_does_not_hide_the_name_of_the_one_that_stayed() -> None:
    keep = make.organization("Хангайн ноос", place="6231")
    Organization.objects.filter(pk=make.organization("Өөр нэр", place="6231").pk).update(
        merged_into=keep, status="hidden"
    )
    index = Index()
    assert index.alike({"name_mn": "Хангайн ноосс", "place": "6231"}) == [keep.pk]
    assert index.alike({"name_mn": "Өөр нэрр", "place": "6231"}) == [keep.pk]
