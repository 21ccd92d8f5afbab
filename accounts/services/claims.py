"""Requests to look after an entry: made by a person, decided by an umbrella or the agency."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.belonging import join
from accounts.changelog import note
from accounts.codes import Role, Status
from accounts.editing import changed, check_version, locked, require, show_anew
from accounts.models import Assistance, Change, Claim, Organization
from accounts.permissions import organizations as permissions


@transaction.atomic
def claim_organization(*, user: Any, organization: Organization, text: str, token: str) -> Claim:
    """Ask to look after this entry; the request of this form, or the one that still waits.

    Raises PermissionDenied.
    """
    organization = locked(organization)
    require(permissions.may_claim(user, organization))
    waiting = Claim.objects.filter(
        organization=organization, claimant=user, state=Claim.State.WAITING
    ).first()
    if waiting is not None:
        return waiting
    try:
        with transaction.atomic():
            claim = Claim.objects.create(organization=organization, claimant=user, text=text, token=token)
    except IntegrityError:
        return Claim.objects.get(token=token, claimant=user)
    note(Change.Action.CLAIMED, user=user, organization=organization, person=user)
    notices.tell(
        notices.owners(organization),
        lambda: (
            _("Somebody asks to look after your entry"),
            [
                _("Name: %(name)s") % {"name": organization.name},
                _("Who asks: %(person)s") % {"person": user.shown_name},
                _("The agency decides. If you know a reason against it, write to the agency."),
            ],
        ),
        view="organization",
        public_id=organization.public_id,
    )
    return claim


@transaction.atomic
def withdraw_claim(*, user: Any, claim: Claim) -> Claim:
    """Take it back. Raises PermissionDenied."""
    organization = locked(claim.organization)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    require(permissions.may_withdraw_claim(user, claim))
    claim.state, claim.decided_at = Claim.State.WITHDRAWN, timezone.now()
    claim.save(update_fields=["state", "decided_at"])
    changed(organization, user=user, action=Change.Action.CLAIM_WITHDRAWN, person=user)
    return claim


@transaction.atomic
def decide_claim(*, user: Any, claim: Claim, approve: bool, reason: str, version: int | None = None) -> Claim:
    """Make the claimant an owner, or refuse; both with a reason.

    A claim that a helper keeps for somebody waits, approved, until that person takes it over.
    version: of the entry, that this person looked at.
    Raises EditConflictError for another version, PermissionDenied, ValidationError without a reason.
    """
    organization = locked(claim.organization)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    check_version(organization, version)
    require(permissions.may_decide_claim(user, claim))
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason: the other side reads it.")})
    claim.state = Claim.State.APPROVED if approve else Claim.State.REFUSED
    if not permissions.may_manage_organizations(user):
        claim.decided_for = permissions.deciding_umbrella(user, organization)
    claim.decided_by, claim.decided_at, claim.reason = user, timezone.now(), reason.strip()
    claim.save()
    if approve and organization.status == Status.UNCONFIRMED and claim.claimant is not None:
        organization.status = Status.LISTED
    changed(
        organization,
        user=user,
        action=Change.Action.CLAIM_APPROVED if approve else Change.Action.CLAIM_REFUSED,
        other=claim.decided_for,
        person=claim.claimant,
        data={"reason": claim.reason},
    )
    if approve:
        Assistance.objects.exclude(claim=claim).close(organization)
    if claim.claimant is None:
        return claim
    if approve:
        join(claim.claimant, organization, Role.OWNER)
        show_anew(organization)
    notices.tell(
        [claim.claimant],
        lambda: (
            _("You now own the entry: %(name)s") % {"name": organization.name}
            if approve
            else _("Your request was refused"),
            [
                _("Name: %(name)s") % {"name": organization.name},
                _("Reason: %(reason)s") % {"reason": claim.reason},
            ],
        ),
        view="organization" if approve else "organizations",
        **({"public_id": organization.public_id} if approve else {}),
    )
    return claim
