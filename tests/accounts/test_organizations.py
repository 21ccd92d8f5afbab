"""Organizations: entering, changing, who said what, having it listed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import log_guard
from accounts.codes import Purpose, Role, Status
from accounts.editing import EditConflictError
from accounts.models import (
    Change,
    Contact,
    Membership,
    Organization,
    RegisterCheck,
    UnchangeableError,
    YearFigures,
)
from accounts.services import agency, organizations
from accounts.similar import doubles, similar
from accounts.trust import trust_of
from core.models import OutboxRow
from tests import people
from tests.organizations import confirmed, member, organization, umbrella

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {"name_mn": "Цагаан суварга", "place": "6231", "level": "primary"}


def actions(of: Organization) -> list[str]:
    return [str(change.action) for change in Change.objects.filter(organization=of).order_by("pk")]


def mails() -> list[str]:
    return [row.payload["to"] for row in OutboxRow.objects.filter(kind="mail").order_by("pk")]


# Entering


def test_who_enters_an_organization_owns_a_draft_that_nobody_else_sees() -> None:
    author, other = people.person("author"), people.person("other")
    made = organizations.enter_organization(user=author, values=VALUES, token="t")
    assert made.status == Status.DRAFT
    assert Membership.objects.get(organization=made).user == author
    assert Organization.objects.visible_to(author).get() == made
    assert not Organization.objects.visible_to(other).exists()
    assert made.field_sources.get(field="name_mn").said_by == author
    assert actions(made) == ["entered"]


def test_a_form_that_is_sent_twice_enters_one_organization() -> None:
    author = people.person("author")
    first = organizations.enter_organization(user=author, values=VALUES, token="t")
    assert organizations.enter_organization(user=author, values=VALUES, token="t") == first
    assert Organization.objects.count() == 1


def test_another_persons_token_opens_nothing() -> None:
    organizations.enter_organization(user=people.person("author"), values=VALUES, token="t")
    with pytest.raises(PermissionDenied):
        organizations.enter_organization(user=people.person("other"), values=VALUES, token="t")


def test_a_line_break_in_a_name_does_not_reach_a_mail() -> None:
    values = {**VALUES, "name_mn": "Цагаан\n\nhttps://evil.example"}
    made = organizations.enter_organization(user=people.person("author"), values=values, token="t")
    assert made.name_mn == "Цагаан https://evil.example"


@pytest.mark.parametrize(
    "name",
    [
        "Цагаан суварга",
        "«ЦАГААН СУВАРГА» хоршоо",
        "Цaгaaн cyвapгa",
        "Цагаан суварга хоршоо",
        "Цагаан сувaргаа",
    ],
)
def test_an_entry_that_looks_alike_is_offered(name: str) -> None:
    there = organization("Цагаан суварга")
    organization("Баян гол")
    assert similar(name=name, place="6231") == [there]


def test_the_same_number_is_offered_first_whatever_its_name() -> None:
    organization("Цагаан суварга")
    same = organization("Өөр нэр", registration_number="1234567")
    assert similar(name="Цагаан суварга", registration_number="1234567", place="6231")[0] == same


def test_a_draft_of_others_is_not_offered() -> None:
    organization("Цагаан суварга", status=Status.DRAFT)
    assert similar(name="Цагаан суварга", place="6231") == []


# Changing


def test_the_second_of_two_who_save_is_told_what_changed_and_nothing_is_lost() -> None:
    made = organization()
    first, second = member(made, "first"), member(made, "second")
    begun = made.version
    organizations.save_details(user=first, organization=made, values={"founded": "2019"}, version=begun)
    with pytest.raises(EditConflictError) as told:
        organizations.save_details(user=second, organization=made, values={"founded": "2020"}, version=begun)
    assert told.value.changes[0].actor == first
    assert told.value.changes[0].data["fields"] == {"founded": ["", "2019"]}
    organizations.save_details(
        user=second, organization=made, values={"founded": "2020"}, version=told.value.version
    )
    made.refresh_from_db()
    assert made.founded == "2020"
    assert made.field_sources.get(field="founded").said_by == second


def test_who_changes_contacts_does_not_get_into_the_way_of_who_changes_the_name() -> None:
    made = organization()
    owner = member(made, "owner")
    row = {"kind": "phone", "value": "99112233", "note": "", "visibility": "umbrella"}
    organizations.save_rows(user=owner, organization=made, kind="contacts", rows=[row], version=made.version)
    organizations.save_details(
        user=owner, organization=made, values={"founded": "2019"}, version=made.version
    )
    made.refresh_from_db()
    assert made.founded == "2019"


def test_the_log_holds_no_number_of_a_contact() -> None:
    made = organization()
    row = {"kind": "phone", "value": "99112233", "note": "дарга", "visibility": "public"}
    organizations.save_rows(
        user=member(made, "owner"), organization=made, kind="contacts", rows=[row], version=made.version
    )
    change = Change.objects.get(action="contacts")
    assert change.data == {"rows": [{"saved": {"kind": "phone", "visibility": "public"}}]}


def test_rows_of_another_organization_stay_as_they_are() -> None:
    made, other = organization(), organization("Өөр")
    theirs = Contact.objects.create(organization=other, kind="phone", value="1")
    row = {"id": theirs.pk, "kind": "phone", "value": "2", "note": "", "visibility": "public"}
    owner = member(made, "owner")
    organizations.save_rows(user=owner, organization=made, kind="contacts", rows=[row], version=made.version)
    made.refresh_from_db()
    organizations.save_rows(
        user=owner,
        organization=made,
        kind="contacts",
        rows=[{"id": theirs.pk, "delete": True}],
        version=made.version,
    )
    theirs.refresh_from_db()
    assert theirs.value == "1"


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("visitor", {"public"}),
        ("reader", {"public", "members"}),
        ("member", {"public", "members", "umbrella"}),
        ("umbrella", {"public", "members", "umbrella"}),
        ("former umbrella", {"public", "members"}),
        ("agency", {"public", "members", "umbrella"}),
    ],
)
def test_who_sees_which_contact(who: str, seen: set[str]) -> None:
    from django.contrib.auth.models import AnonymousUser

    made, above, former = organization(), umbrella(), umbrella("Хуучин")
    confirmed(made, above)
    confirmed(made, former).__class__.objects.filter(umbrella=former).update(state="ended")
    for visibility in ("public", "members", "umbrella"):
        Contact.objects.create(organization=made, kind="phone", value="1", visibility=visibility)
    user: Any = {
        "visitor": AnonymousUser,
        "reader": lambda: people.person("reader"),
        "member": lambda: member(made, "member", Role.MEMBER),
        "umbrella": lambda: member(above, "speaker", Role.PUBLISHER),
        "former umbrella": lambda: member(former, "speaker", Role.PUBLISHER),
        "agency": people.agency,
    }[who]()
    assert {contact.visibility for contact in Contact.objects.visible_to(user, made)} == seen


# Listing


def test_a_draft_is_listed_by_the_umbrella_that_was_asked_and_its_owner_hears_of_it() -> None:
    above = umbrella()
    speaker = member(above, "speaker", Role.PUBLISHER)
    made = organization(status=Status.DRAFT)
    owner = member(made, "owner")
    with pytest.raises(ValidationError):
        organizations.ask_for_listing(user=owner, organization=made, umbrella=above)
    organizations.set_consent(user=owner, organization=made, purposes=[Purpose.DIRECTORY])
    organizations.ask_for_listing(user=owner, organization=made, umbrella=above)
    organizations.decide_listing(user=speaker, organization=made, approve=True)
    made.refresh_from_db()
    assert (made.status, made.listed_by) == (Status.LISTED, speaker)
    assert mails() == [speaker.email, owner.email]
    assert actions(made) == ["consent", "listing-asked", "listed"]


def test_nobody_lists_their_own_and_an_umbrella_only_what_it_was_asked() -> None:
    above = umbrella()
    speaker = member(above, "speaker")
    own, others = organization(status=Status.DRAFT), organization("Өөр", status=Status.DRAFT)
    Organization.objects.filter(pk=own.pk).update(listing_asked_of=above)
    Membership.objects.create(user=speaker, organization=own, role=Role.MEMBER)
    root = people.superuser()
    Membership.objects.create(user=root, organization=own, role=Role.OWNER)
    for user, made in [(speaker, own), (speaker, others), (root, own)]:
        with pytest.raises(PermissionDenied):
            organizations.decide_listing(user=user, organization=made, approve=True)


def test_who_entered_it_or_belongs_to_it_neither_lists_checks_nor_merges_it() -> None:
    root = people.agency()
    entered = organization("Миний", status=Status.DRAFT, entered_by=root, registration_number="7")
    with pytest.raises(PermissionDenied):
        organizations.decide_listing(user=root, organization=entered, approve=True)
    with pytest.raises(PermissionDenied):
        agency.check_register(user=root, organization=entered)
    own, other = organization("Өөр"), organization("Нөгөө")
    Membership.objects.create(user=root, organization=own, role=Role.MEMBER)
    for keep, gone in [(own, other), (other, own)]:
        with pytest.raises(PermissionDenied):
            agency.merge_organizations(user=root, keep=keep, gone=gone)
    assert not Organization.objects.exclude(merged_into=None).exists()


def test_a_draft_is_sent_back_with_a_reason_only() -> None:
    made = organization(status=Status.DRAFT)
    with pytest.raises(ValidationError):
        organizations.decide_listing(user=people.agency(), organization=made, approve=False, reason=" ")


def test_who_takes_back_the_consent_is_listed_no_longer() -> None:
    made = organization()
    owner = member(made, "owner")
    organizations.set_consent(user=owner, organization=made, purposes=[Purpose.DATA])
    made.refresh_from_db()
    assert made.status == Status.DRAFT
    given = made.consents.get(purpose=Purpose.DATA)
    assert (given.given_by, given.withdrawn_at) == (owner, None)
    assert made.consents.get(purpose=Purpose.DIRECTORY).withdrawn_by == owner


def test_who_asks_twice_for_listing_is_heard_once() -> None:
    above, made = umbrella(), organization(status=Status.DRAFT)
    speaker, owner = member(above, "speaker", Role.PUBLISHER), member(made, "owner")
    organizations.set_consent(user=owner, organization=made, purposes=[Purpose.DIRECTORY])
    for _time in range(2):
        organizations.ask_for_listing(user=owner, organization=made, umbrella=above)
    assert mails() == [speaker.email]
    assert actions(made).count("listing-asked") == 1


# Trust


@pytest.mark.parametrize(
    "compared", [{"name_mn": "Өөр"}, {"legal_form": "savings-credit"}, {"registration_number": "7654321"}]
)
def test_a_check_against_the_register_ends_when_what_was_compared_changes(compared: dict[str, str]) -> None:
    made = organization(registration_number="1234567")
    owner = member(made, "owner")
    agency.check_register(user=people.agency(), organization=made)
    assert trust_of(made)[0].icon == "ok"
    made.refresh_from_db()
    organizations.save_details(
        user=owner, organization=made, values={"founded": "2019"}, version=made.version
    )
    assert trust_of(made)[0].icon == "ok"
    made.refresh_from_db()
    organizations.save_details(user=owner, organization=made, values=compared, version=made.version)
    assert trust_of(made)[0].icon == "ask"
    assert RegisterCheck.objects.get().ended_at is not None


def test_an_entry_without_a_number_is_not_compared_with_the_register() -> None:
    with pytest.raises(ValidationError):
        agency.check_register(user=people.agency(), organization=organization())
    assert not RegisterCheck.objects.exists()


@pytest.mark.parametrize("level", ["primary", "support", "agency"])
def test_only_who_has_organizations_as_members_becomes_an_umbrella(level: str) -> None:
    made = organization(level=level)
    with pytest.raises(ValidationError):
        agency.set_umbrella(user=people.agency(), organization=made, recognized=True)


# The log


def test_nobody_changes_or_deletes_what_is_in_the_log() -> None:
    made = organization()
    organizations.save_details(
        user=member(made, "owner"), organization=made, values={"founded": "2019"}, version=made.version
    )
    change = Change.objects.get()
    change.action = Change.Action.HIDDEN
    for attempt in (
        change.save,
        change.delete,
        Change.objects.all().delete,
        lambda: Change.objects.update(action="hidden"),
    ):
        with pytest.raises(UnchangeableError):
            attempt()


def test_the_database_refuses_to_change_the_log() -> None:
    made = organization()
    organizations.save_details(
        user=member(made, "owner"), organization=made, values={"founded": "2019"}, version=made.version
    )
    for column, other in [
        ("action", "hidden"), ("version", 9), ("data", "{}"), ("at", timezone.now()), ("helped", True)
    ]:  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            QuerySet(Change).update(**{column: other})
    with log_guard.lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_change SET action = 'edited'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_change SET action = 'hidden'")


# Merging


def test_two_entries_become_one_with_their_people_links_figures_and_history() -> None:
    above = umbrella()
    keep, gone = organization("Ноос"), organization("Нооос", founded="2011", registration_number="7")
    owner, both = member(keep, "owner"), member(keep, "both", Role.MEMBER)
    Membership.objects.create(user=both, organization=gone, role=Role.OWNER)
    alone = member(gone, "alone", Role.PUBLISHER)
    confirmed(gone, above)
    confirmed(gone, keep)
    YearFigures.objects.create(organization=keep, year=2024, members=9)
    YearFigures.objects.create(organization=gone, year=2024, members=10)
    YearFigures.objects.create(organization=gone, year=2025, members=11)
    organizations.save_details(
        user=alone, organization=gone, values={"name_en": "Wool"}, version=gone.version
    )

    agency.merge_organizations(user=people.agency(), keep=keep, gone=gone)

    keep.refresh_from_db()
    gone.refresh_from_db()
    assert (keep.founded, keep.registration_number, keep.name_en) == ("2011", "7", "Wool")
    roles = {m.user: m.role for m in Membership.objects.current().filter(organization=keep)}
    assert roles == {owner: "owner", both: "owner", alone: "publisher"}
    assert not Membership.objects.current().filter(organization=gone).exists()
    assert [a.umbrella for a in keep.affiliations.all()] == [above]
    assert list(keep.figures.values_list("year", "members")) == [(2025, 11), (2024, 9)]
    assert (gone.status, gone.merged_into) == (Status.HIDDEN, keep)
    from accounts.changelog import history

    assert {"edited", "merged", "merged-away"} <= {str(change.action) for change in history(keep)}


def test_an_entry_is_not_merged_with_itself_or_twice() -> None:
    root, one, two, three = people.agency(), organization(), organization("Б"), organization("В")
    agency.merge_organizations(user=root, keep=one, gone=two)
    for keep, gone in [(one, one), (three, two), (two, three)]:
        with pytest.raises(ValidationError):
            agency.merge_organizations(user=root, keep=keep, gone=gone)


def test_doubles_are_found_by_number_and_by_name_and_place() -> None:
    one, two = organization("Ноос", registration_number="7"), organization("Арьс", registration_number="7")
    three = organization("Ноос хоршоо", status=Status.DRAFT)
    organization("Ноос", place="6101")
    assert set(doubles()) == {(one, two), (one, three)}
