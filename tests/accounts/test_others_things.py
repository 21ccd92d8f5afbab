"""What belongs to another organization or person is not there: not by any form of one's own pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.codes import Role, Status
from accounts.models import (
    Assistance,
    Capacity,
    Claim,
    Delegate,
    Invitation,
    Letter,
    Membership,
    Organization,
    User,
    YearFigures,
)
from accounts.services import memberships
from core import once
from tests import people
from tests.accounts.test_organization_pages import HOME, at, signed_in, text, with_factor
from tests.organizations import confirmed, member, officer, organization, umbrella

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs() -> Organization:
    """Another's, with all that a form may name; its owner is called so."""
    one = organization("Өөрийнх биш")
    owner = member(one, "owner")
    above = umbrella("Тэдний холбоо")
    member(above, "their-speaker")
    link = confirmed(one, above)
    Delegate.objects.create(affiliation=link, person=owner)
    memberships.invite(user=owner, organization=one, email="guest@khorshoo.example", role=Role.MEMBER)
    Letter.objects.create(kind="join", sender=people.person("asks"), organization=one, text="x", token="j")
    Capacity.objects.create(person=people.person("expert"), kind="practitioner", organization=above)
    YearFigures.objects.create(organization=one, year=2025, members=12)
    return one


def of(theirs: Organization) -> dict[str, Any]:
    """By name: what a form would have to name."""
    return {
        "invitation": Invitation.objects.get().public_id,
        "membership": theirs.memberships.get().pk,
        "letter": Letter.objects.get().pk,
        "delegate": Delegate.objects.get().pk,
        "link": theirs.affiliations.get().pk,
        "capacity": Capacity.objects.get(kind="practitioner").pk,
    }


def state(theirs: Organization) -> list[Any]:
    """All that such a form could change."""
    rows = [Invitation, Membership, Letter, Delegate, Capacity, YearFigures]
    return [
        *(list(model._default_manager.order_by("pk").values()) for model in rows),
        list(theirs.affiliations.values()),
    ]


@pytest.mark.parametrize(
    ("page", "do", "what"),
    [
        ("people/", "withdraw", "invitation"),
        ("people/", "role", "membership"),
        ("people/", "hand-on", "membership"),
        ("people/", "end", "membership"),
        ("people/", "take-in", "letter"),
        ("people/", "put-aside", "letter"),
        ("umbrellas/", "end-delegate", "delegate"),
        ("umbrellas/", "end", "link"),
        ("umbrellas/", "refuse", "link"),
        ("umbrellas/", "delegate", "link"),
    ],
)
def test_an_owners_own_pages_reach_nothing_of_another(
    page: str, do: str, what: str, theirs: Organization
) -> None:
    own = organization("Миний")
    user = member(own, "me")
    form = {"do": do, "which": of(theirs)[what], "role": "member", "reason": "x", "version": theirs.version}
    form["person"] = Membership.objects.get(user=user).pk
    before = state(theirs)
    assert signed_in(user).post(at(own, page), form).status_code == 404
    assert state(theirs) == before


@pytest.mark.parametrize(
    ("do", "what"),
    [("refuse", "link"), ("confirm-delegate", "delegate"), ("end-practitioner", "capacity")],
)
def test_a_unions_desk_reaches_nothing_of_another(do: str, what: str, theirs: Organization) -> None:
    above = umbrella("Манай холбоо")
    client = signed_in(with_factor(member(above, "me")))
    before = state(theirs)
    form = {"do": do, "which": of(theirs)[what], "reason": "x", "version": theirs.version}
    assert client.post(at(above, "desk/"), form).status_code == 404
    assert state(theirs) == before


def test_a_union_confirms_figures_of_its_member_and_not_a_strangers_by_its_link(theirs: Organization) -> None:
    above, below = umbrella("Манай холбоо"), organization("Гишүүн")
    link, client = confirmed(below, above), signed_in(with_factor(member(above, "me")))
    form = {
        "do": "figures",
        "which": link.pk,
        "figures": YearFigures.objects.get().pk,
        "version": below.version,
    }
    assert client.post(at(above, "desk/members/"), form).status_code == 404
    assert YearFigures.objects.get().confirmed_at is None


def test_a_helper_makes_no_code_for_what_another_helper_entered() -> None:
    first, second = with_factor(officer("first")), with_factor(officer("second"))
    one = organization(status=Status.DRAFT)
    given = Assistance.objects.create(
        organization=one,
        helper=first,
        helper_for=first.memberships.get().organization,
        person_name="Дулмаа",
        consent="spoken",
        consent_on=timezone.localdate(),
    )
    form = {"which": given.public_id}
    assert signed_in(second).post(f"{HOME}assist/", form).status_code == 404
    assert "Дулмаа" not in text(signed_in(second).get(f"{HOME}assist/"))
    assert Assistance.objects.get().code_hash == ""
    assert signed_in(first).post(f"{HOME}assist/", form).status_code == 200
    assert Assistance.objects.get().code_hash


def test_nobody_takes_back_anothers_request_nor_sees_it_in_their_list(theirs: Organization) -> None:
    claimant, other = people.person("claimant"), people.person("other")
    Claim.objects.create(organization=theirs, claimant=claimant, text="x", token="t")
    client = signed_in(other)
    assert 'name="text"' in text(client.get(at(theirs, "claim/")))
    client.post(at(theirs, "claim/"), {"do": "withdraw"})
    assert Claim.objects.get().state == "waiting"
    assert theirs.name not in text(client.get(HOME))
    assert theirs.name in text(signed_in(claimant).get(HOME))


def test_nobody_sees_anothers_invitation_in_their_list(theirs: Organization) -> None:
    assert theirs.name not in text(signed_in(people.person("other")).get(HOME))
    assert theirs.name in text(signed_in(people.person("guest")).get(HOME))


def test_who_has_not_confirmed_an_address_claims_accepts_and_takes_over_nothing(theirs: Organization) -> None:
    guest: User = people.person("guest")
    guest.emailaddress_set.update(verified=False)
    client: Client = signed_in(guest)
    assert client.get(f"{HOME}invitations/{Invitation.objects.get().key}/").status_code == 404
    assert theirs.name not in text(client.get(HOME))
    for page, form in [(f"{at(theirs)}claim/", {"text": "Би дарга", "token": once.new_token()}),
                       (f"{HOME}take-over/", {"code": "AAAAA-AAAAA"})]:  # fmt: skip
        assert client.post(page, form).status_code == 403
    assert not Claim.objects.exists()
