"""Assisted mode: entering for others under one's own name, handing over, when help ends."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.codes import Level, Purpose, Role, Status
from accounts.models import (
    Assistance,
    Change,
    Membership,
    Organization,
    User,
)
from accounts.permissions import organizations as may
from accounts.services import agency, assisted, claims, federations
from accounts.services import organizations as services
from accounts.trust import trust_of
from content.permissions import AGENCY
from tests import people
from tests.accounts.test_federations import claimed
from tests.organizations import member, officer, organization, umbrella

pytestmark = pytest.mark.django_db

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
    consent = Change.objects.get(action="assisted")
    assert (consent.actor, consent.helped, consent.other) == (user, True, given.helper_for)
    assert consent.data == {"consent": "signed", "on": "2026-01-05"}
    source = one.field_sources.get(field="founded")
    assert (source.said_by, source.helped) == (user, True)

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
    assert not may.may_edit_organization(user, one)
    user.groups.set(Group.objects.filter(name=AGENCY))  # no helper decides on what they asked for
    with pytest.raises(PermissionDenied):
        claims.decide_claim(
            user=User.objects.get(pk=user.pk), claim=given.claim, approve=True, reason="Танина"
        )
    user.groups.clear()
    root = people.agency()
    claims.decide_claim(user=root, claim=given.claim, approve=True, reason="Танина")
    assert not Membership.objects.filter(organization=one).exists()
    herder = people.person("herder")
    assisted.take_over(user=herder, code=assisted.make_code(user=user, assistance=given))
    one.refresh_from_db()
    assert may.role_in(herder, one) == Role.OWNER
    assert one.status == Status.LISTED


def test_the_code_for_a_claim_that_still_waits_works_once_too() -> None:
    user, one = officer(), organization()
    given = assisted.assist_claim(
        user=user,
        organization=one,
        text="Дулмаа дарга нь",
        token="t",
        helper_for=Organization.objects.get(level=Level.AGENCY),
        help_given=HELP,
    )
    code, herder = assisted.make_code(user=user, assistance=given), people.person("herder")
    assisted.take_over(user=herder, code=code)
    with pytest.raises(ValidationError):
        assisted.take_over(user=people.person("second"), code=code)
    assert one.claims.get().claimant == herder
    assert may.role_in(herder, one) is None


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


def test_a_helper_of_a_union_asks_it_for_the_entry_and_another_of_the_union_answers() -> None:
    above = umbrella()
    helper, colleague = member(above, "helper", Role.PUBLISHER), member(above, "colleague", Role.PUBLISHER)
    one = assisted.assist_organization(
        user=helper, values={"name_mn": "Тэмээ"}, token="t", helper_for=above, help_given=HELP
    ).organization
    link = federations.ask_affiliation(user=helper, umbrella=above, member=one)
    herder = people.person("herder")
    one.memberships.create(user=herder, role=Role.OWNER)  # the help is over, the question stays theirs
    for user in (helper, herder):
        with pytest.raises(PermissionDenied):
            federations.decide_affiliation(user=user, affiliation=link, confirm=True)
    federations.decide_affiliation(user=colleague, affiliation=link, confirm=True)
    assert trust_of(one)[0].by == above.name


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
