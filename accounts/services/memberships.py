"""Who belongs to an organization: invitations, roles, leaving, handing on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.belonging import is_last_owner, join, why_not
from accounts.changelog import note
from accounts.codes import Role
from accounts.confirmed import confirmed_addresses
from accounts.editing import locked, require
from accounts.limits import mailbox
from accounts.models import Change, Delegate, Invitation, Membership, Organization, User
from accounts.permissions import organizations as permissions
from core import rate_limit
from core.languages import current_language

#: Invitations that one person may send in an hour, and that one mailbox gets in a day, whoever sends them.
INVITATIONS_AN_HOUR = 20
INVITATIONS_TO_ONE_A_DAY = 5
DAY = 24 * 3600


@transaction.atomic
def invite(*, user: Any, organization: Organization, email: str, role: str) -> Invitation:
    """Ask the person at this address to join. An invitation to the same address that still waits is replaced.

    Raises PermissionDenied, also for one that waits with a greater role than they may give; ValidationError for an
    address that is none, a member's, or one too many.
    """
    organization = locked(organization)
    require(permissions.may_invite(user, organization, role))
    email = User.objects.normalize_email(email)
    validate_email(email)
    if Membership.objects.current().filter(organization=organization, user__email=email).exists():
        raise ValidationError({"email": _("This person belongs to it already.")})
    if not rate_limit.allow("invitation", str(user.pk), limit=INVITATIONS_AN_HOUR, seconds=3600):
        raise ValidationError(_("Many invitations were sent. Try again in an hour."))
    if not rate_limit.allow("invitation-to", mailbox(email), INVITATIONS_TO_ONE_A_DAY, DAY):
        raise ValidationError({"email": _("This address got many invitations today. Try again tomorrow.")})
    waiting = Invitation.objects.filter(
        organization=organization, email=email, accepted_at=None, withdrawn_at=None
    )
    held = Invitation.objects.open().filter(organization=organization, email=email)
    require(all(permissions.may_invite(user, organization, one.role) for one in held))
    waiting.update(withdrawn_at=timezone.now())
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        invited_by=user,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    note(Change.Action.INVITED, user=user, organization=organization, data={"role": role})
    notices.write_to(
        email,
        current_language(),
        lambda: (
            _("You are invited: %(name)s") % {"name": organization.name},
            [
                _("%(person)s invites you to join the organization %(name)s on this site.")
                % {"person": user.shown_name, "name": organization.name},
                _("Your role there: %(role)s") % {"role": Role(role).label},
                _("The link works once, for this address only, for %(days)s days.")
                % {"days": settings.INVITATION_DAYS},
                _("If you do not know this organization, do nothing."),
            ],
        ),
        view="organization-invitation",
        key=invitation.key,
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, user: Any, invitation: Invitation) -> Invitation:
    """Let its link work no more. Raises PermissionDenied."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(permissions.may_invite(user, invitation.organization, invitation.role))
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        note(Change.Action.INVITATION_WITHDRAWN, user=user, organization=invitation.organization)
    return invitation


@transaction.atomic
def accept_invitation(*, user: Any, invitation: Invitation) -> Membership:
    """Join. Who is a member already gets the role where it is the greater one.

    Raises PermissionDenied for a visitor or another's invitation; ValidationError with the words of `why_not`.
    """
    locked(invitation.organization)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    organization = locked(invitation.organization)  # another, where entries were merged meanwhile
    require(invitation.email in confirmed_addresses(user))
    if reason := why_not(user, invitation):
        raise ValidationError(reason)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    membership = join(user, organization, Role(invitation.role))
    note(
        Change.Action.JOINED,
        user=user,
        organization=organization,
        person=user,
        data={"role": membership.role},
    )
    return membership


def _stay_owned(membership: Membership) -> None:
    if is_last_owner(membership):
        raise ValidationError(_("An organization needs an owner: first hand it on to somebody else."))


@transaction.atomic
def change_role(*, user: Any, membership: Membership, role: str) -> Membership:
    """Give a member another role. Raises PermissionDenied; ValidationError for the last owner."""
    organization = locked(membership.organization)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    require(permissions.may_manage_people(user, organization) and membership.ended_at is None)
    before, role = Role(membership.role), Role(role)
    if role == before:
        return membership
    _stay_owned(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    note(
        Change.Action.ROLE,
        user=user,
        organization=organization,
        person=membership.user,
        data={"role": [before, role]},
    )
    return membership


@transaction.atomic
def end_membership(*, user: Any, membership: Membership) -> Membership:
    """Leave, or end another's membership: what it gave ends at once. Raises PermissionDenied, ValidationError."""
    organization = locked(membership.organization)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    own = membership.user_id == user.pk
    require(membership.ended_at is None and (own or permissions.may_manage_people(user, organization)))
    _stay_owned(membership)
    membership.ended_at, membership.ended_by = timezone.now(), user
    membership.save(update_fields=["ended_at", "ended_by"])
    Delegate.objects.filter(affiliation__member=organization, person=membership.user, ended_at=None).update(
        ended_at=membership.ended_at
    )
    note(
        Change.Action.LEFT if own else Change.Action.REMOVED,
        user=user,
        organization=organization,
        person=membership.user,
        data={"role": membership.role},
    )
    return membership


@transaction.atomic
def hand_on(*, user: Any, organization: Organization, to: Membership) -> Membership:
    """Make a member the owner in one's own place; who hands on stays as a member. Raises PermissionDenied."""
    organization = locked(organization)
    require(permissions.may_manage_people(user, organization) and to.user_id != user.pk)
    to = Membership.objects.current().select_for_update().get(pk=to.pk, organization=organization)
    own = Membership.objects.get(user=user, organization=organization, ended_at=None)
    to.role, own.role = Role.OWNER, Role.MEMBER
    to.save(update_fields=["role"])
    own.save(update_fields=["role"])
    note(Change.Action.HANDED_ON, user=user, organization=organization, person=to.user)
    notices.tell(
        [to.user],
        lambda: (
            _("You now own the entry: %(name)s") % {"name": organization.name},
            [_("%(person)s handed it on to you.") % {"person": user.shown_name}],
        ),
        view="organization",
        public_id=organization.public_id,
    )
    return to
