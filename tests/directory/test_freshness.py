"""The clock that asks whether an entry is still right: after 6, 7, 12 and 18 months."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.changelog import history
from accounts.codes import Purpose, Role, Status
from accounts.editing import DETAILS
from accounts.models import Membership, Organization, PublicationConsent
from accounts.services import agency as agency_services
from accounts.services import claims
from accounts.services import organizations as accounts_services
from core import outbox, page_cache
from core.models import OutboxRow
from directory import questions, schedule
from directory.freshness import freshness_of
from directory.services import freshness as services
from directory.services.clock import mark_entries
from directory.services.starter import load_starter
from directory.waiting import waiting_for_agency, waiting_for_umbrella
from tests import organizations as make
from tests import people
from tests.directory.clock import Clock, clock, link_to, mails
from tests.directory.test_listing import listed, names

pytestmark = pytest.mark.django_db
OWNER = "owner@khorshoo.example"


@pytest.fixture
def at() -> Iterator[Clock]:
    with clock() as found:
        yield found


def status_of(entry: Organization) -> str:
    entry.refresh_from_db()
    return str(entry.status)


def log_of(entry: Organization) -> list[str]:
    """The newest first."""
    return [str(change.action) for change in history(entry)]


def test_nobody_is_asked_before_half_a_year_and_then_once(at: Clock) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    make.member(entry, "publisher", Role.PUBLISHER)
    at.night(5)
    assert mails(OWNER) == []
    at.night(6)
    at.night(6, 1)
    assert [one.subject for one in mails(OWNER)] == ["Бүртгэл зөв хэвээр үү? Ноос"]
    assert mails("publisher@khorshoo.example") == []
    assert status_of(entry) == Status.LISTED


def test_an_entry_goes_through_seven_twelve_and_eighteen_months(at: Clock, client: Client) -> None:
    entry, union = make.organization("Ноос"), make.umbrella("Холбоо", token="sample-directory-0")
    make.member(entry, "owner")
    make.member(union, "speaker", Role.PUBLISHER)
    make.confirmed(entry, union)
    address = f"/mn/directory/{entry.public_id}/"
    at.night(6)
    assert "хуучирсан" not in client.get(address).content.decode()
    OutboxRow.objects.all().delete()

    at.months(7)
    mark_entries()
    assert OutboxRow.objects.filter(kind="index", key=f"accounts.organization:{entry.pk}").exists()
    at.night(7)
    assert status_of(entry) == Status.UNCONFIRMED
    assert log_of(entry)[0] == "unconfirmed"
    assert mails(OWNER)[-1].subject == "Бүртгэлийг тань хэн ч батлаагүй байна: Ноос"
    assert "удаан хугацаанд батлаагүй" in client.get(address).content.decode()
    assert "хуучирсан байж магадгүй" in listed(client).partition('<ol class="rows">')[2]
    assert names(listed(client, "?fresh=no")) == ["Ноос"]
    assert not waiting_for_umbrella(union).exists()

    at.night(12)
    assert list(waiting_for_umbrella(union)) == [entry]
    assert not waiting_for_agency().filter(pk=entry.pk).exists()
    assert log_of(entry)[0] == "passed-on"
    assert f"/directory/desk/{union.public_id}/" in mails("speaker@khorshoo.example")[-1].body
    assert mails(OWNER)[-1].subject == "Бүртгэл зөв хэвээр үү? Ноос"
    assert status_of(entry) == Status.UNCONFIRMED

    at.night(17, 20)
    assert status_of(entry) == Status.UNCONFIRMED
    at.night(18)
    assert status_of(entry) == Status.HIDDEN
    assert client.get(address).status_code == 404
    assert names(listed(client)) == ["Холбоо"]
    assert mails(OWNER)[-1].subject == "Бүртгэлийг тань нуулаа: Ноос"
    link = link_to(OWNER)
    assert "Хэн ч батлаагүй тул бүртгэл нийтэд харагдахгүй байна" in client.get(link).content.decode()
    client.post(link)
    assert status_of(entry) == Status.LISTED
    assert client.get(address).status_code == 200


def test_without_a_union_the_agency_is_asked(at: Clock, client: Client) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    for months in (6, 7, 12):
        assert not waiting_for_agency().exists()
        at.night(months)
    assert list(waiting_for_agency()) == [entry]
    people.agency()
    client.force_login(people.superuser())
    page = client.get("/cms/unconfirmed/").content.decode()
    assert "Эзэмшигч хариулаагүй. Тэмдэглэсэн өдөр: 2026.08.01" in page


def test_what_nobody_owns_waits_for_the_agency_and_is_never_hidden(at: Clock) -> None:
    starter = load_starter()
    listed_once = make.organization("Ноос")
    at.night(0)
    assert set(waiting_for_agency()) == set(starter)
    for months in (6, 7, 12, 18, 30):
        at.night(months)
    assert set(waiting_for_agency()) == {*starter, listed_once}
    assert status_of(listed_once) == Status.UNCONFIRMED
    assert not Organization.objects.filter(status=Status.HIDDEN).exists()


def test_a_worker_that_stood_still_asks_first_and_leaves_time_to_answer(at: Clock) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    at.night(20)
    assert (status_of(entry), len(mails(OWNER))) == (Status.LISTED, 1)
    at.night(20, 20)
    assert status_of(entry) == Status.LISTED
    at.night(21)
    assert status_of(entry) == Status.UNCONFIRMED
    at.night(22)
    assert status_of(entry) == Status.UNCONFIRMED


def test_an_answer_begins_the_half_year_anew(at: Clock) -> None:
    entry = make.organization("Ноос")
    owner = make.member(entry, "owner")
    at.night(6)
    at.months(6, 3)
    services.confirm_entry(user=owner, organization=entry)
    for months in (7, 12):
        at.night(months)
        assert status_of(entry) == Status.LISTED
    assert len(mails(OWNER)) == 1
    at.night(12, 4)
    assert len(mails(OWNER)) == 2


def test_an_owner_who_changes_the_entry_has_confirmed_it(at: Clock) -> None:
    entry = make.organization("Ноос", status=Status.UNCONFIRMED)
    owner, publisher = make.member(entry, "owner"), make.member(entry, "publisher", Role.PUBLISHER)
    at.months(2)

    def save(user: object, members: int) -> None:
        row = {"year": 2025, "members": members, "women": None, "youth": None, "employees": None}
        entry.refresh_from_db()
        accounts_services.save_rows(
            user=user,
            organization=entry,
            kind="figures",
            rows=[{**row, "id": entry.figures.values_list("pk", flat=True).first()}],
            version=entry.version,
        )

    save(publisher, 9)
    assert status_of(entry) == Status.UNCONFIRMED
    save(owner, 12)
    assert status_of(entry) == Status.LISTED
    entry = Organization.objects.get(pk=entry.pk)
    assert freshness_of(entry).by == "owner"
    values = {field: getattr(entry, field) for field in DETAILS} | {"about": "Шинэ үг"}
    before, version = len(log_of(entry)), entry.version
    accounts_services.save_details(user=owner, organization=entry, values=values, version=entry.version)
    entry.refresh_from_db()
    assert (len(log_of(entry)), entry.version) == (before + 1, version + 1)


def test_who_takes_an_entry_over_has_half_a_year(at: Clock) -> None:
    entry = make.organization("Ноос", status=Status.UNCONFIRMED)
    at.night(30)
    claimant = people.person("owner")
    claim = claims.claim_organization(user=claimant, organization=entry, text="Манайх", token="one")
    claims.decide_claim(user=people.superuser(), claim=claim, approve=True, reason="Дүрмээ үзүүлсэн")
    for months in (31, 35):
        at.night(months)
        assert status_of(entry) == Status.LISTED
    asked = "Бүртгэл зөв хэвээр үү? Ноос"
    assert asked not in [one.subject for one in mails(OWNER)]
    at.night(36)
    assert mails(OWNER)[-1].subject == asked


def test_the_agency_that_compares_with_the_register_has_confirmed_it(at: Clock) -> None:
    entry = make.organization("Ноос", status=Status.UNCONFIRMED, registration_number="1234567")
    at.months(9)
    agency_services.check_register(user=people.superuser(), organization=entry)
    at.night(12)
    entry = Organization.objects.get(pk=entry.pk)
    assert (entry.status, freshness_of(entry).by) == (Status.LISTED, "agency")
    assert not waiting_for_agency().exists()


def test_what_the_agency_shows_again_is_not_hidden_the_next_night(at: Clock) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    for months in (6, 7, 12, 18):
        at.night(months)
    assert status_of(entry) == Status.HIDDEN
    agency_services.set_hidden(
        user=people.superuser(), organization=entry, hidden=False, reason="Утсаар ярьсан"
    )
    for months in (18, 19, 24):
        at.night(months, 1)
        assert status_of(entry) == Status.UNCONFIRMED


def test_what_the_agency_hid_is_not_shown_by_its_owner(at: Clock, client: Client) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    at.night(6)
    agency_services.set_hidden(user=people.superuser(), organization=entry, hidden=True, reason="Хуурамч")
    link = link_to(OWNER)
    html = client.get(link).content.decode()
    assert "Энэ холбоос ажиллахаа больсон" in html
    client.post(link)
    assert status_of(entry) == Status.HIDDEN


def test_a_consent_taken_back_while_hidden_stays_taken_back(at: Clock) -> None:
    entry = make.organization("Ноос")
    owner = make.member(entry, "owner")
    for months in (6, 7, 12, 18):
        at.night(months)
    entry.refresh_from_db()
    accounts_services.set_consent(user=owner, organization=entry, purposes=[])
    services.confirm_entry(user=owner, organization=entry)
    assert status_of(entry) == Status.DRAFT
    assert not entry.consents.filter(purpose=Purpose.DIRECTORY, withdrawn_at=None).exists()


def test_a_silent_union_still_vouches_for_its_members_until_it_is_hidden(at: Clock, client: Client) -> None:
    union, below = make.umbrella("Холбоо"), make.organization("Ноос")
    make.member(union, "owner")
    make.confirmed(below, union)
    at.night(6)
    at.night(7)
    assert status_of(union) == Status.UNCONFIRMED
    page_cache.raise_version()
    assert "Ноос" in names(listed(client, "?verified=union"))


def test_samples_are_left_alone(at: Clock) -> None:
    entry = make.organization("Ноос (жишээ)", token="sample-directory-1")
    at.night(9)
    assert status_of(entry) == Status.LISTED
    assert not waiting_for_agency().exists()


def test_an_owner_who_got_many_mails_is_asked_another_night(at: Clock) -> None:
    entries = [make.organization(f"Ноос {number}") for number in range(23)]
    owner = make.member(entries[0], "owner")
    for entry in entries[1:]:
        Membership.objects.create(user=owner, organization=entry, role=Role.OWNER)
    at.night(6)
    assert len(mails(OWNER)) == 20
    at.night(6, 1)
    assert len(mails(OWNER)) == 23


def test_the_night_is_a_job_of_the_worker(at: Clock) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    at.months(6)
    schedule.ask_nightly()
    outbox.drain()
    assert mails(OWNER) == []  # what is published does not wait for it
    assert [one.task_path for one in DBTaskResult.objects.all()] == ["directory.tasks.keep_fresh"]


def test_one_entry_that_fails_does_not_hold_up_the_others(
    at: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = make.organization("Муу"), make.organization("Сайн")
    make.member(bad, "bad")
    make.member(good, "owner")
    whole = questions.send

    def send(organization: Organization, stage: str) -> bool:
        if organization == bad:
            raise RuntimeError("no such thing")
        return whole(organization, stage)

    monkeypatch.setattr(questions, "send", send)
    at.night(6)
    assert len(mails(OWNER)) == 1
    assert f"entry {bad.pk} failed" in caplog.text


def test_a_consent_that_ended_long_ago_does_not_take_a_public_entry_away(at: Clock) -> None:
    entry = make.organization("Ноос", status=Status.UNCONFIRMED)
    draft = make.organization("Ноос хоршоо", status=Status.DRAFT)
    PublicationConsent.objects.create(
        organization=draft, purpose=Purpose.DIRECTORY, withdrawn_at=timezone.now()
    )
    agency_services.merge_organizations(user=people.agency(), keep=entry, gone=draft)
    services.confirm_for(user=people.superuser(), organization=entry, umbrella=None)
    assert status_of(entry) == Status.LISTED
