"""Small questions round memberships and invitations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.codes import RANK, Role
from accounts.confirmed import confirmed_addresses
from accounts.models import Invitation, Membership, Organization, User
from accounts.permissions import organizations as permissions


def why_not(user: Any, invitation: Invitation) -> str:
    """Why this person can't accept it, in words; "" where they can."""
    if invitation.email not in confirmed_addresses(user):
        return _(
            "The invitation is for another mail address. Sign in with that one, or confirm it in your account."
        )
    if invitation.state == "accepted":
        return _("This invitation was accepted already. It works once.")
    if invitation.state == "withdrawn":
        return _("This invitation was taken back or replaced by a newer one. Look for the newest mail.")
    if invitation.state == "expired":
        return _("This invitation is too old. Ask whoever invited you for a new one.")
    inviter = invitation.invited_by
    if inviter is None or not permissions.may_invite(inviter, invitation.organization, invitation.role):
        return _("Whoever invited you may no longer do so. Ask the organization for a new invitation.")
    return ""


def join(person: User, organization: Organization, role: Role) -> Membership:
    """The person's membership with at least this role."""
    membership = Membership.objects.filter(user=person, organization=organization, ended_at=None).first()
    if membership is None:
        return Membership.objects.create(user=person, organization=organization, role=role)
    if RANK[role] > RANK[Role(membership.role)]:
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody else owns the organization."""
    if membership.role != Role.OWNER:
        return False
    others = Membership.objects.current().filter(organization=membership.organization, role=Role.OWNER)
    return not others.exclude(pk=membership.pk).exists()
