"""People of an organization: invitations, roles, leaving, handing on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import notices
from accounts.belonging import why_not
from accounts.codes import Role
from accounts.models import Change, Invitation, Membership, Organization, User
from accounts.permissions.organizations import may_edit_organization, role_in
from accounts.services import memberships
from core.models import OutboxRow
from tests import people
from tests.organizations import member, organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Organization:
    return organization()


@pytest.fixture
def owner(made: Organization) -> User:
    return member(made, "owner")


def invited(made: Organization, owner: User, role: str = Role.MEMBER, to: str = "guest") -> Invitation:
    return memberships.invite(user=owner, organization=made, email=f"{to}@khorshoo.example", role=role)


def test_the_invited_joins_with_the_role_and_the_link_works_once(made: Organization, owner: User) -> None:
    guest = people.person("guest")
    invitation = invited(made, owner, Role.PUBLISHER)
    assert Invitation.by_key(invitation.key) == invitation
    memberships.accept_invitation(user=guest, invitation=invitation)
    assert role_in(guest, made) == Role.PUBLISHER
    with pytest.raises(ValidationError):
        memberships.accept_invitation(user=guest, invitation=invitation)


def test_the_link_is_in_the_mail_alone_and_nobody_can_make_one_up(made: Organization, owner: User) -> None:
    invitation = invited(made, owner)
    mail = OutboxRow.objects.get(kind="mail").payload
    assert mail["to"] == "guest@khorshoo.example"
    assert invitation.key in mail["text"]
    assert Invitation.by_key(invitation.public_id) is None
    assert Invitation.by_key(invitation.public_id + ":abc") is None


def test_an_invitation_is_for_its_address_alone(made: Organization, owner: User) -> None:
    invitation = invited(made, owner)
    with pytest.raises(PermissionDenied):
        memberships.accept_invitation(user=people.person("thief"), invitation=invitation)
    assert Membership.objects.count() == 1


def test_a_publisher_does_not_replace_the_invitation_of_a_new_owner(made: Organization, owner: User) -> None:
    publisher, guest = member(made, "publisher", Role.PUBLISHER), people.person("guest")
    invitation = invited(made, owner, Role.OWNER)
    with pytest.raises(PermissionDenied):
        invited(made, publisher, Role.MEMBER)
    assert memberships.accept_invitation(user=guest, invitation=invitation).role == Role.OWNER


def test_the_invitation_of_somebody_else_is_not_there_whatever_its_state(
    made: Organization, owner: User, client: Client
) -> None:
    invitation = invited(made, owner)
    address = f"/mn/account/organizations/invitations/{invitation.key}/"
    client.force_login(people.person("thief"))
    assert client.get(address).status_code == 404
    memberships.withdraw_invitation(user=owner, invitation=invitation)
    assert client.get(address).status_code == 404


def test_an_invitation_expires(made: Organization, owner: User) -> None:
    guest = people.person("guest")
    invitation = invited(made, owner)
    with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(ValidationError):
        memberships.accept_invitation(user=guest, invitation=invitation)


def test_a_newer_invitation_takes_the_place_of_the_older(made: Organization, owner: User) -> None:
    guest = people.person("guest")
    older, newer = invited(made, owner), invited(made, owner, Role.PUBLISHER)
    with pytest.raises(ValidationError):
        memberships.accept_invitation(user=guest, invitation=older)
    assert memberships.accept_invitation(user=guest, invitation=newer).role == Role.PUBLISHER


@pytest.mark.parametrize(
    ("own", "given", "may"),
    [
        (Role.OWNER, Role.OWNER, True),
        (Role.PUBLISHER, Role.OWNER, False),
        (Role.PUBLISHER, Role.PUBLISHER, True),
        (Role.PUBLISHER, Role.MEMBER, True),
        (Role.MEMBER, Role.MEMBER, False),
    ],
)
def test_nobody_gives_more_than_they_have(own: Role, given: Role, may: bool, made: Organization) -> None:
    user = member(made, "someone", own)
    if may:
        assert invited(made, user, given).role == given
    else:
        with pytest.raises(PermissionDenied):
            invited(made, user, given)


def test_the_invitation_of_who_lost_the_right_gives_nothing(made: Organization, owner: User) -> None:
    second = member(made, "second")
    guest = people.person("guest")
    invitation = invited(made, second, Role.OWNER)
    memberships.change_role(user=owner, membership=Membership.objects.get(user=second), role=Role.PUBLISHER)
    assert why_not(guest, invitation) != ""
    with pytest.raises(ValidationError):
        memberships.accept_invitation(user=guest, invitation=invitation)


@pytest.mark.parametrize("how", ["left", "closed", "erased"])
def test_the_invitation_of_who_is_gone_gives_nothing(how: str, made: Organization, owner: User) -> None:
    second, guest = member(made, "second"), people.person("guest")
    invitation = invited(made, second)
    if how == "left":
        memberships.end_membership(user=second, membership=Membership.objects.get(user=second))
    elif how == "closed":
        User.objects.filter(pk=second.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=second).delete()
        User.objects.filter(pk=second.pk).delete()
    with pytest.raises(ValidationError):
        memberships.accept_invitation(user=guest, invitation=Invitation.objects.get(pk=invitation.pk))
    assert role_in(guest, made) is None


def test_an_invitation_is_withdrawn_by_who_may_give_its_role(made: Organization, owner: User) -> None:
    publisher, plain = member(made, "publisher", Role.PUBLISHER), member(made, "plain", Role.MEMBER)
    invitation = invited(made, owner, Role.OWNER)
    for user in (publisher, plain, people.person("stranger")):
        with pytest.raises(PermissionDenied):
            memberships.withdraw_invitation(user=user, invitation=invitation)
    memberships.withdraw_invitation(user=owner, invitation=invitation)
    with pytest.raises(ValidationError):
        memberships.accept_invitation(user=people.person("guest"), invitation=invitation)


def test_a_closed_account_accepts_nothing(made: Organization, owner: User) -> None:
    guest, invitation = people.person("guest"), invited(made, owner)
    guest.is_active = False
    guest.save()
    with pytest.raises(PermissionDenied):
        memberships.accept_invitation(user=guest, invitation=invitation)


def test_an_invitation_into_a_lesser_role_takes_nothing_away(made: Organization, owner: User) -> None:
    guest = people.person("guest")
    invitation = invited(made, owner)
    Membership.objects.create(user=guest, organization=made, role=Role.PUBLISHER)
    memberships.accept_invitation(user=guest, invitation=invitation)
    assert role_in(guest, made) == Role.PUBLISHER


def test_an_entry_is_handed_on_by_an_owner_to_somebody_who_belongs_to_it(
    made: Organization, owner: User
) -> None:
    heir = Membership.objects.get(user=member(made, "heir", Role.MEMBER))
    publisher = member(made, "publisher", Role.PUBLISHER)
    with pytest.raises(PermissionDenied):
        memberships.hand_on(user=publisher, organization=made, to=heir)
    stranger = Membership.objects.get(user=member(organization("Өөр"), "stranger", Role.MEMBER))
    ended = Membership.objects.get(user=member(made, "ended", Role.MEMBER))
    memberships.end_membership(user=owner, membership=ended)
    for nobody in (stranger, ended):
        with pytest.raises(Membership.DoesNotExist):
            memberships.hand_on(user=owner, organization=made, to=nobody)
    assert role_in(owner, made) == Role.OWNER
    memberships.hand_on(user=owner, organization=made, to=heir)
    assert OutboxRow.objects.filter(kind="mail").latest("pk").payload["to"] == heir.user.email


def test_a_right_ends_with_the_role_and_with_the_account(made: Organization, owner: User) -> None:
    publisher = member(made, "publisher", Role.PUBLISHER)
    assert may_edit_organization(publisher, made)
    memberships.end_membership(user=owner, membership=Membership.objects.get(user=publisher))
    assert not may_edit_organization(publisher, made)
    other = member(made, "other", Role.PUBLISHER)
    other.is_active = False
    other.save()
    assert not may_edit_organization(other, made)


def test_the_last_owner_stays_until_somebody_else_owns_it(made: Organization, owner: User) -> None:
    own = Membership.objects.get(user=owner)
    for attempt in (
        lambda: memberships.end_membership(user=owner, membership=own),
        lambda: memberships.change_role(user=owner, membership=own, role=Role.MEMBER),
    ):
        with pytest.raises(ValidationError):
            attempt()
    heir = member(made, "heir", Role.MEMBER)
    memberships.hand_on(user=owner, organization=made, to=Membership.objects.get(user=heir))
    assert (role_in(heir, made), role_in(owner, made)) == (Role.OWNER, Role.MEMBER)
    memberships.end_membership(user=owner, membership=own)
    assert role_in(owner, made) is None


def test_an_owner_who_may_no_longer_sign_in_is_no_second_owner(made: Organization, owner: User) -> None:
    gone = member(made, "gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        memberships.end_membership(user=owner, membership=Membership.objects.get(user=owner))


def test_only_owners_change_roles_and_only_in_their_own_organization(made: Organization, owner: User) -> None:
    other = organization("Өөр")
    theirs = Membership.objects.get(user=member(other, "theirs"))
    publisher = member(made, "publisher", Role.PUBLISHER)
    own = Membership.objects.get(user=owner)
    for user, membership in [(owner, theirs), (publisher, own)]:
        with pytest.raises(PermissionDenied):
            memberships.change_role(user=user, membership=membership, role=Role.MEMBER)
        with pytest.raises(PermissionDenied):
            memberships.end_membership(user=user, membership=membership)


def test_the_log_says_who_came_by_whom_and_holds_no_address(made: Organization, owner: User) -> None:
    guest = people.person("guest")
    memberships.accept_invitation(user=guest, invitation=invited(made, owner))
    memberships.end_membership(user=owner, membership=Membership.objects.get(user=guest))
    told = Change.objects.order_by("pk").values_list("action", "actor__name", "person__name")
    assert list(told) == [
        ("invited", "owner", None),
        ("joined", "guest", "guest"),
        ("removed", "owner", "guest"),
    ]
    assert "@" not in str(list(Change.objects.values_list("data", flat=True)))


def test_nobody_sends_invitations_without_end(made: Organization, owner: User) -> None:
    for n in range(memberships.INVITATIONS_AN_HOUR):
        invited(made, owner, to=f"guest{n}")
    with pytest.raises(ValidationError):
        invited(made, owner, to="one-more")


def test_one_mailbox_is_not_flooded_by_many_organizations(made: Organization, owner: User) -> None:
    spellings = ["guest", "GUEST", "guest+1", "Guest+2", "guest"]
    for number, spelling in enumerate(spellings):
        other = organization(f"Хоршоо {number}")
        invited(other, member(other, f"owner-{number}"), to=spelling)
    with pytest.raises(ValidationError) as refused:
        invited(made, owner, to="guest+9")
    assert "email" in refused.value.error_dict
    invited(made, owner, to="another")
    assert Invitation.objects.count() == len(spellings) + 1


def test_notices_to_one_mailbox_end_with_one_that_says_so(owner: User) -> None:
    for number in range(30):
        notices.tell([owner], lambda n=number: (f"Мэдэгдэл {n}", ["x"]), view="organizations")
    subjects = [row.payload["subject"] for row in OutboxRow.objects.filter(kind="mail").order_by("pk")]
    assert subjects == [*(f"Мэдэгдэл {n}" for n in range(20)), "Таныг хүлээж байгаа зүйл олон байна"]
    notices.tell([people.person("other")], lambda: ("Өөр", ["x"]), view="organizations")
    assert OutboxRow.objects.latest("pk").payload["subject"] == "Өөр"
