"""Umbrella organizations, claims, capacities, help."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.codes import Level, Purpose, Role, Status
from accounts.models import (
    Affiliation,
    Assistance,
    Change,
    Claim,
    Membership,
    Organization,
    YearFigures,
)
from accounts.permissions import organizations as may
from accounts.services import agency, assisted, capacities, claims, federations, memberships
from accounts.services import organizations as services
from accounts.trust import attach_badges, badges_of, trust_of, with_trust
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


def test_what_an_umbrella_gave_ends_when_the_agency_no_longer_recognizes_it() -> None:
    below, above = organization(), umbrella()
    speaker, expert = member(above, "speaker", Role.PUBLISHER), people.person("expert")
    confirmed(below, above, speaker)
    capacities.grant_capacity(user=speaker, person=expert, kind="practitioner", organization=above)
    assert [b.kind for b in badges_of(expert)] == ["practitioner"]
    agency.set_umbrella(user=people.agency(), organization=above, recognized=False)
    for person in (speaker, expert):
        del_badges(person)
        assert badges_of(person) == []
    assert trust_of(below)[0].icon == "ask"
    with pytest.raises(PermissionDenied):
        federations.ask_affiliation(user=speaker, umbrella=above, member=organization("Шинэ"))


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


def test_nobody_decides_their_own_claim_not_even_the_agency() -> None:
    one = organization()
    root = people.superuser()
    claim = claims.claim_organization(user=root, organization=one, text="Манай", token="t")
    with pytest.raises(PermissionDenied):
        claims.decide_claim(user=root, claim=claim, approve=True, reason="Учир нь")


def test_an_umbrella_does_not_decide_on_what_somebody_owns_or_what_is_not_its_member() -> None:
    below, above, stranger = organization(), umbrella(), organization("Өөр")
    confirmed(below, above)
    member(below, "owner")
    speaker = member(above, "speaker", Role.PUBLISHER)
    for claim in (claimed(below, "a"), claimed(stranger, "b")):
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


def test_an_officers_badge_ends_when_the_officer_leaves_the_agency() -> None:
    user = officer()
    assert [b.kind for b in badges_of(user)] == ["agency"]
    assert may.may_assist(user)
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    del_badges(user)
    assert badges_of(user) == []
    assert not may.may_assist(user)


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

HELP: dict[str, Any] = {"person_name": "Дулмаа", "consent": "signed", "consent_on": dt.date(2026, 1, 5)}


def helped(user: Any, form: str = "t") -> Assistance:
    agency_of = Organization.objects.get(level=Level.AGENCY)
    values = {"name_mn": "Тэмээ", "place": "6231", "level": "primary"}
    return assisted.assist_organization(
        user=user, values=values, token=form, helper_for=agency_of, help_given=HELP
    )


def test_a_helper_enters_under_their_own_name_and_hands_over_with_a_code() -> None:
    user = officer()
    given = helped(user)
    one = given.organization
    assert helped(user) == given
    services.save_details(user=user, organization=one, values={"founded": "2019"}, version=one.version)
    services.set_consent(user=user, organization=one, purposes=[Purpose.DIRECTORY])
    assert one.consents.get().given_for == "Дулмаа"
    edited = Change.objects.get(action="edited")
    assert (edited.actor, edited.helped) == (user, True)

    code = assisted.make_code(user=user, assistance=given)
    herder = people.person("herder")
    assisted.take_over(user=herder, code=code.lower().replace("-", " "))

    assert may.role_in(herder, one) == Role.OWNER
    assert not may.may_edit_organization(user, one)
    with pytest.raises(ValidationError):
        assisted.take_over(user=people.person("second"), code=code)


def test_a_newer_code_takes_the_place_of_the_older_and_codes_expire() -> None:
    user = officer()
    given = helped(user)
    old = assisted.make_code(user=user, assistance=given)
    new = assisted.make_code(user=user, assistance=given)
    assert old not in str(Assistance.objects.values())
    herder = people.person("herder")
    with pytest.raises(ValidationError):
        assisted.take_over(user=herder, code=old)
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(ValidationError):
        assisted.take_over(user=herder, code=new)
    with pytest.raises(ValidationError):  # not by the helper either
        assisted.take_over(user=user, code=new)


def test_codes_cannot_be_tried_without_end() -> None:
    user = officer()
    code = assisted.make_code(user=user, assistance=helped(user))
    thief = people.person("thief")
    for n in range(assisted.TRIES_AN_HOUR):
        with pytest.raises(ValidationError):
            assisted.take_over(user=thief, code=f"AAAAA{n:05}")
    with pytest.raises(ValidationError):
        assisted.take_over(user=thief, code=code)


def test_a_helper_who_is_no_longer_one_changes_nothing() -> None:
    user = officer()
    one = helped(user).organization
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    assert not may.may_edit_organization(user, one)
    with pytest.raises(PermissionDenied):
        helped(user, "another")


def test_a_claim_for_somebody_is_decided_by_others_and_taken_over_with_the_code() -> None:
    user = officer()
    one = organization(status=Status.UNCONFIRMED)
    given = assisted.assist_claim(
        user=user,
        organization=one,
        text="Дулмаа дарга нь",
        token="t",
        helper_for=Organization.objects.get(level=Level.AGENCY),
        help_given=HELP,
    )
    assert given.claim is not None
    root = people.agency()
    claims.decide_claim(user=root, claim=given.claim, approve=True, reason="Танина")
    assert not Membership.objects.filter(organization=one).exists()
    herder = people.person("herder")
    assisted.take_over(user=herder, code=assisted.make_code(user=user, assistance=given))
    one.refresh_from_db()
    assert may.role_in(herder, one) == Role.OWNER
    assert one.status == Status.LISTED


def test_help_ends_where_the_entry_has_got_an_owner_in_another_way() -> None:
    user = officer()
    given = helped(user)
    one = given.organization
    code = assisted.make_code(user=user, assistance=given)
    Organization.objects.filter(pk=one.pk).update(status=Status.UNCONFIRMED)
    claim = claimed(one)
    claims.decide_claim(user=people.agency(), claim=claim, approve=True, reason="Танина")
    Membership.objects.filter(organization=one).update(ended_at=timezone.now())  # not even when they leave
    assert not may.is_helper(user, one)
    with pytest.raises(PermissionDenied):
        assisted.make_code(user=user, assistance=given)
    with pytest.raises(ValidationError):
        assisted.take_over(user=people.person("herder"), code=code)


def test_help_never_counts_where_somebody_owns_the_entry() -> None:
    user = officer()
    given = helped(user)
    code = assisted.make_code(user=user, assistance=given)
    member(given.organization, "owner")
    assert not may.may_own(user, given.organization)
    assert not Organization.objects.visible_to(user).filter(pk=given.organization.pk).exists()
    with pytest.raises(PermissionDenied):
        assisted.make_code(user=user, assistance=given)
    with pytest.raises(ValidationError):
        assisted.take_over(user=people.person("herder"), code=code)


def test_a_helper_gets_nothing_by_a_merge() -> None:
    user = officer()
    given, keep = helped(user), organization("Өөр")
    agency.merge_organizations(user=people.agency(), keep=keep, gone=given.organization)
    assert not may.may_edit_organization(user, keep)
    with pytest.raises(PermissionDenied):
        assisted.make_code(user=user, assistance=given)


def test_help_ends_with_the_role_it_came_from_not_with_the_last_role() -> None:
    user = officer()
    given = helped(user)
    code = assisted.make_code(user=user, assistance=given)
    Membership.objects.create(user=user, organization=umbrella(), role=Role.OWNER)
    Membership.objects.filter(user=user, organization=given.helper_for).update(ended_at=timezone.now())
    assert may.may_assist(user)
    assert not may.is_helper(user, given.organization)
    assert not Organization.objects.visible_to(user).filter(pk=given.organization.pk).exists()
    with pytest.raises(PermissionDenied):
        assisted.make_code(user=user, assistance=given)
    with pytest.raises(ValidationError):
        assisted.take_over(user=people.person("herder"), code=code)


def test_consent_lies_in_the_past() -> None:
    user = officer()
    late = {**HELP, "consent_on": timezone.localdate() + timedelta(days=1)}
    with pytest.raises(ValidationError):
        assisted.assist_organization(
            user=user,
            values={"name_mn": "Тэмээ"},
            token="t",
            helper_for=Organization.objects.get(level=Level.AGENCY),
            help_given=late,
        )
