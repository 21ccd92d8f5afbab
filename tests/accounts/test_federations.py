"""Umbrella organizations, claims, capacities, help."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.codes import Level, Role, Status
from accounts.models import (
    Affiliation,
    Claim,
    Membership,
    Organization,
    User,
    YearFigures,
)
from accounts.permissions import organizations as may
from accounts.services import agency, capacities, claims, federations, memberships
from accounts.services import organizations as services
from accounts.trust import attach_badges, badges_of, trust_of, with_trust
from core.models import OutboxRow
from tests import people
from tests.organizations import confirmed, member, officer, organization, umbrella

pytestmark = pytest.mark.django_db


def test_an_umbrella_confirms_who_asks_and_it_is_said_who_and_when() -> None:
    below, above = organization(), umbrella()
    owner, speaker = member(below, "owner"), member(above, "speaker", Role.PUBLISHER)
    link = federations.ask_affiliation(user=owner, umbrella=above, member=below)
    assert federations.ask_affiliation(user=owner, umbrella=above, member=below) == link
    with pytest.raises(PermissionDenied):
        federations.decide_affiliation(user=owner, affiliation=link, confirm=True)
    federations.decide_affiliation(user=speaker, affiliation=link, confirm=True)
    link.refresh_from_db()
    assert link.decided_by == speaker
    assert trust_of(below)[0].by == above.name


def test_who_belongs_to_both_sides_does_not_decide() -> None:
    below, above = organization(), umbrella()
    speaker = member(above, "speaker")
    Membership.objects.create(user=speaker, organization=below, role=Role.OWNER)
    link = federations.ask_affiliation(user=member(below, "other"), umbrella=above, member=below)
    with pytest.raises(PermissionDenied):
        federations.decide_affiliation(user=speaker, affiliation=link, confirm=True)


def test_an_umbrella_asks_owners_and_adds_what_nobody_owns() -> None:
    owned, ownerless, above = organization(), organization("Өөр"), umbrella()
    owner, speaker = member(owned, "owner"), member(above, "speaker", Role.PUBLISHER)
    asked = federations.ask_affiliation(user=speaker, umbrella=above, member=owned)
    assert asked.state == Affiliation.State.ASKED
    with pytest.raises(PermissionDenied):
        federations.decide_affiliation(user=speaker, affiliation=asked, confirm=True)
    federations.decide_affiliation(user=owner, affiliation=asked, confirm=True)
    added = federations.ask_affiliation(user=speaker, umbrella=above, member=ownerless)
    assert added.state == Affiliation.State.CONFIRMED


def test_no_circle_of_members() -> None:
    low, middle, high = umbrella("А"), umbrella("Б"), umbrella("В")
    confirmed(low, middle)
    confirmed(middle, high)
    owner = member(high, "owner")
    with pytest.raises(ValidationError):
        federations.ask_affiliation(user=owner, umbrella=low, member=high)


def test_what_an_umbrella_gave_ends_with_the_membership() -> None:
    below, above = organization(), umbrella()
    owner, speaker = member(below, "owner"), member(above, "speaker", Role.PUBLISHER)
    link = confirmed(below, above, speaker)
    figures = YearFigures.objects.create(organization=below, year=2025, members=12)
    federations.confirm_figures(user=speaker, affiliation=link, figures=figures)
    delegate = federations.name_delegate(user=owner, affiliation=link, person=owner)
    federations.confirm_delegate(user=speaker, delegate=delegate)
    assert YearFigures.objects.get().is_confirmed
    assert may.may_see_contacts(speaker, below)

    federations.end_affiliation(user=owner, affiliation=link)

    delegate.refresh_from_db()
    assert delegate.ended_at is not None
    assert not YearFigures.objects.get().is_confirmed
    assert not may.may_see_contacts(speaker, below)
    assert trust_of(below)[0].icon == "ask"


@pytest.mark.parametrize("how", ["recognized no longer", "hidden"])
def test_what_an_umbrella_gave_ends_when_the_agency_no_longer_recognizes_or_hides_it(how: str) -> None:
    below, above = organization(), umbrella()
    speaker, expert = member(above, "speaker", Role.PUBLISHER), people.person("expert")
    link = confirmed(below, above, speaker)
    asks = Affiliation.objects.create(umbrella=above, member=organization("Асуусан"))
    draft = organization(
        "Ноорог", status=Status.DRAFT, listing_asked_of=above, listing_asked_at=timezone.now()
    )
    figures = YearFigures.objects.create(organization=below, year=2025, members=12)
    federations.confirm_figures(user=speaker, affiliation=link, figures=figures)
    claim = claimed(below)
    assert may.may_decide_claim(speaker, claim)
    assert may.may_list_organization(speaker, draft)
    capacities.grant_capacity(user=speaker, person=expert, kind="practitioner", organization=above)
    assert [b.kind for b in badges_of(expert)] == ["practitioner"]
    root = people.agency()
    if how == "hidden":
        agency.set_hidden(user=root, organization=above, hidden=True, reason="Шалгаж байна")
    else:
        agency.set_umbrella(user=root, organization=above, recognized=False)
    assert not YearFigures.objects.get().is_confirmed
    assert not may.may_decide_claim(speaker, claim)
    assert not may.may_list_organization(speaker, draft)
    assert not may.may_see_contacts(speaker, below)
    with pytest.raises(PermissionDenied):
        federations.decide_affiliation(user=speaker, affiliation=asks, confirm=True)
    for person in (speaker, expert):
        del_badges(person)
        assert badges_of(person) == []
    assert trust_of(below)[0].icon == "ask"
    with pytest.raises(PermissionDenied):
        federations.ask_affiliation(user=speaker, umbrella=above, member=organization("Шинэ"))


def test_a_membership_is_ended_by_either_side_and_then_nothing_is_confirmed_in_it() -> None:
    below, above = organization(), umbrella()
    link, speaker = confirmed(below, above), member(above, "speaker", Role.PUBLISHER)
    figures = YearFigures.objects.create(organization=below, year=2025, members=12)
    plain = [member(one, f"plain-{one.pk}", Role.MEMBER) for one in (below, above)]
    for user in [*plain, member(umbrella("Өөр"), "other"), people.person("stranger")]:
        with pytest.raises(PermissionDenied):
            federations.end_affiliation(user=user, affiliation=link)
    federations.end_affiliation(user=speaker, affiliation=link)
    with pytest.raises(PermissionDenied):
        federations.confirm_figures(user=speaker, affiliation=link, figures=figures)
    assert YearFigures.objects.get().confirmed_at is None


def test_a_membership_is_refused_with_a_reason_that_the_other_side_reads() -> None:
    below, above = organization(), umbrella()
    owner, speaker = member(below, "owner"), member(above, "speaker", Role.PUBLISHER)
    link = federations.ask_affiliation(user=owner, umbrella=above, member=below)
    with pytest.raises(ValidationError):
        federations.decide_affiliation(user=speaker, affiliation=link, confirm=False, reason=" ")
    federations.decide_affiliation(user=speaker, affiliation=link, confirm=False, reason="Танихгүй")
    assert (mails()[-1]["to"], "Танихгүй" in mails()[-1]["text"]) == (owner.email, True)


def del_badges(person: Any) -> None:
    person.__dict__.pop("badges", None)


def test_changed_figures_are_confirmed_no_longer() -> None:
    below, above = organization(), umbrella()
    owner, speaker = member(below, "owner"), member(above, "speaker", Role.PUBLISHER)
    figures = YearFigures.objects.create(organization=below, year=2025, members=12)
    federations.confirm_figures(user=speaker, affiliation=confirmed(below, above), figures=figures)
    row = {"id": figures.pk, "year": 2025, "members": 13, "women": None, "youth": None, "employees": None}
    services.save_rows(user=owner, organization=below, kind="figures", rows=[row], version=below.version)
    assert not YearFigures.objects.get().is_confirmed


def test_a_delegate_belongs_to_the_organization_and_stops_when_leaving() -> None:
    below, above = organization(), umbrella()
    owner, delegate = member(below, "owner"), member(below, "delegate", Role.MEMBER)
    link = confirmed(below, above)
    with pytest.raises(ValidationError):
        federations.name_delegate(user=owner, affiliation=link, person=people.person("stranger"))
    named = federations.name_delegate(user=owner, affiliation=link, person=delegate)
    memberships.end_membership(user=delegate, membership=Membership.objects.get(user=delegate))
    named.refresh_from_db()
    assert named.ended_at is not None


@pytest.mark.parametrize("size", [2, 30])
def test_trust_of_a_list_takes_the_same_queries_however_long(
    size: int, django_assert_num_queries: Any
) -> None:
    above = umbrella()
    for n in range(size):
        confirmed(organization(f"Хоршоо {n}"), above)
    with django_assert_num_queries(3):
        rows = list(with_trust(Organization.objects.exclude(pk=above.pk)))
        assert all(trust_of(one)[0].icon == "half" for one in rows)


# Claims


def claimed(one: Organization, name: str = "claimant") -> Claim:
    user = people.person(name)
    return claims.claim_organization(user=user, organization=one, text="Би дарга нь", token=name)


def test_a_claim_makes_an_owner_when_the_agency_or_its_umbrella_approves() -> None:
    below, above = organization(status=Status.UNCONFIRMED), umbrella()
    confirmed(below, above)
    claim = claimed(below)
    assert claim.claimant is not None
    speaker = member(above, "speaker", Role.PUBLISHER)
    with pytest.raises(ValidationError):
        claims.decide_claim(user=speaker, claim=claim, approve=True, reason="")
    claims.decide_claim(user=speaker, claim=claim, approve=True, reason="Танина")
    below.refresh_from_db()
    claim.refresh_from_db()
    assert may.role_in(claim.claimant, below) == Role.OWNER
    assert (below.status, claim.decided_for) == (Status.LISTED, above)


def test_owners_hear_of_a_claim_and_the_claimant_of_the_decision_with_its_reason() -> None:
    one, root = organization(), people.agency()
    owner = member(one, "owner")
    refused, approved = claimed(one, "a"), claimed(one, "b")
    assert {mail["to"] for mail in mails()} == {owner.email}
    claims.decide_claim(user=root, claim=refused, approve=False, reason="Баримт алга")
    claims.decide_claim(user=root, claim=approved, approve=True, reason="Танина")
    told = {mail["to"]: mail["text"] for mail in mails()[2:]}
    assert "Баримт алга" in told["a@khorshoo.example"]
    assert "Танина" in told["b@khorshoo.example"]
    roles = {row.user.name: row.role for row in Membership.objects.current().filter(organization=one)}
    assert roles == {"owner": "owner", "b": "owner"}


def mails() -> list[dict[str, str]]:
    return [row.payload for row in OutboxRow.objects.filter(kind="mail").order_by("pk")]


def test_nobody_decides_their_own_claim_not_even_the_agency() -> None:
    one = organization()
    root = people.superuser()
    claim = claims.claim_organization(user=root, organization=one, text="Манай", token="t")
    with pytest.raises(PermissionDenied):
        claims.decide_claim(user=root, claim=claim, approve=True, reason="Учир нь")


def test_an_umbrella_does_not_decide_on_what_is_owned_or_no_member_nor_its_speaker_on_their_own() -> None:
    below, above, stranger = organization(), umbrella(), organization("Өөр")
    confirmed(below, above)
    member(below, "owner")
    speaker = member(above, "speaker", Role.PUBLISHER)
    own = organization("Миний")
    confirmed(own, above)
    Membership.objects.create(user=speaker, organization=own, role=Role.MEMBER)
    for claim in (claimed(below, "a"), claimed(stranger, "b"), claimed(own, "c")):
        with pytest.raises(PermissionDenied):
            claims.decide_claim(user=speaker, claim=claim, approve=True, reason="Учир нь")


def test_a_draft_of_others_cannot_be_claimed() -> None:
    with pytest.raises(PermissionDenied):
        claimed(organization(status=Status.DRAFT))


def test_a_claim_is_decided_once() -> None:
    claim = claimed(organization())
    root = people.agency()
    claims.decide_claim(user=root, claim=claim, approve=False, reason="Баримт алга")
    with pytest.raises(PermissionDenied):
        claims.decide_claim(user=root, claim=claim, approve=True, reason="Тийм")


# Capacities


def test_an_auditor_has_a_licence_that_ends() -> None:
    root, auditor = people.agency(), people.person("auditor")
    end = timezone.localdate() + timedelta(days=30)
    for licence, until in [("", end), ("А-12", None), ("А-12", dt.date(2020, 1, 1))]:
        with pytest.raises(ValidationError):
            capacities.grant_capacity(
                user=root, person=auditor, kind="auditor", licence=licence, ends_on=until
            )
    capacities.grant_capacity(user=root, person=auditor, kind="auditor", licence="А-12", ends_on=end)
    assert [(b.kind, b.licence) for b in badges_of(auditor)] == [("auditor", "А-12")]
    with pytest.raises(ValidationError):
        capacities.grant_capacity(user=root, person=auditor, kind="auditor", licence="А-12", ends_on=end)
    with time_machine.travel(timezone.now() + timedelta(days=32)):
        del_badges(auditor)
        assert badges_of(auditor) == []


def test_nobody_gives_themselves_a_badge() -> None:
    root = people.superuser()
    above = umbrella()
    speaker = member(above, "speaker")
    end = timezone.localdate() + timedelta(days=30)
    for user, kind in [(root, "auditor"), (speaker, "practitioner"), (speaker, "auditor")]:
        with pytest.raises(PermissionDenied):
            capacities.grant_capacity(
                user=user, person=user, kind=kind, organization=above, licence="1", ends_on=end
            )


def test_a_badge_is_given_and_taken_back_by_those_whose_word_it_is_alone() -> None:
    above, expert, root = umbrella(), people.person("expert"), people.agency()
    speaker, plain = member(above, "speaker", Role.PUBLISHER), member(above, "plain", Role.MEMBER)
    other, stranger = member(umbrella("Өөр"), "other"), people.person("stranger")
    for user in (root, plain, other, stranger):
        with pytest.raises(PermissionDenied):
            capacities.grant_capacity(user=user, person=expert, kind="practitioner", organization=above)
    for taken_by in (speaker, root, expert):
        badge = capacities.grant_capacity(
            user=speaker, person=expert, kind="practitioner", organization=above
        )
        for user in (plain, other, stranger):
            with pytest.raises(PermissionDenied):
                capacities.end_capacity(user=user, capacity=badge)
        capacities.end_capacity(user=taken_by, capacity=badge)
        del_badges(expert)
        assert badges_of(expert) == []


def test_an_officers_badge_ends_when_the_officer_leaves_the_agency() -> None:
    user = officer()
    assert [b.kind for b in badges_of(user)] == ["agency"]
    assert may.may_assist(user)
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    del_badges(user)
    assert badges_of(user) == []
    assert not may.may_assist(user)


@pytest.mark.parametrize("how", ["taken back", "closed"])
def test_a_badge_is_gone_at_once_when_it_is_taken_back_or_the_account_is_closed(how: str) -> None:
    user, root, end = officer(), people.agency(), timezone.localdate() + timedelta(days=30)
    capacities.grant_capacity(user=root, person=user, kind="auditor", licence="А-12", ends_on=end)
    assert [badge.kind for badge in badges_of(user)] == ["agency", "auditor"]
    assert may.may_assist(user)
    if how == "closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        for badge in user.granted_capacities.all():
            capacities.end_capacity(user=root, capacity=badge, reason="Ажлаасаа гарсан")
    user = User.objects.get(pk=user.pk)
    assert badges_of(user) == []
    assert not may.may_assist(user)


def test_only_who_belongs_to_an_agency_becomes_its_officer() -> None:
    root, office, cooperative = people.agency(), organization("Газар", level=Level.AGENCY), organization()
    stranger, herder = people.person("stranger"), member(cooperative, "herder")
    for person, of in [(stranger, office), (herder, office), (herder, cooperative), (herder, None)]:
        with pytest.raises(ValidationError):
            capacities.grant_capacity(user=root, person=person, kind="agency", organization=of)
    colleague = member(office, "colleague", Role.MEMBER)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError):
        capacities.grant_capacity(
            user=root, person=colleague, kind="agency", organization=office, ends_on=yesterday
        )
    capacities.grant_capacity(user=root, person=colleague, kind="agency", organization=office)
    assert [badge.of for badge in badges_of(colleague)] == ["Газар"]


def test_who_speaks_for_an_umbrella_has_its_badge_by_role() -> None:
    above = umbrella()
    speaker, plain = member(above, "speaker", Role.PUBLISHER), member(above, "plain", Role.MEMBER)
    attach_badges([speaker, plain])
    assert [(b.kind, b.of) for b in badges_of(speaker)] == [("umbrella", "Холбоо")]
    assert badges_of(plain) == []


@pytest.mark.parametrize("size", [2, 30])
def test_badges_of_a_list_take_two_queries(size: int, django_assert_num_queries: Any) -> None:
    above = umbrella()
    rows = [member(above, f"person{n}", Role.PUBLISHER) for n in range(size)]
    with django_assert_num_queries(2):
        attach_badges(rows)


# Help
