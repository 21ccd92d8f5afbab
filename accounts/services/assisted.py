"""Entering for people who can't do it themselves, and handing over to them by a code that works once."""

from __future__ import annotations

import datetime as dt
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.belonging import join
from accounts.changelog import note
from accounts.codes import Role, Status
from accounts.confirmed import is_confirmed
from accounts.editing import locked, new_draft, require, show_anew
from accounts.models import Assistance, Change, Claim, Organization
from accounts.permissions import organizations as permissions
from core import rate_limit

if TYPE_CHECKING:
    from collections.abc import Mapping

#: No letters that are taken for one another when they are read out.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 10
TRIES_AN_HOUR = 10


@transaction.atomic
def assist_organization(
    *,
    user: Any,
    values: Mapping[str, Any],
    token: str,
    helper_for: Organization,
    help_given: Mapping[str, Any],
) -> Assistance:
    """Enter an organization for somebody: a draft that nobody owns, which the helper looks after until hand-over.

    helper_for: the agency or umbrella in whose name.
    help_given: person_name, consent, consent_on.
    Raises PermissionDenied, ValidationError.
    """
    _may_help(user, helper_for, help_given["consent_on"])
    organization = new_draft(user=user, values=values, token=token)
    there = Assistance.objects.filter(organization=organization, helper=user).first()
    return there or _begin(user, helper_for, help_given, organization=organization)


@transaction.atomic
def assist_claim(
    *,
    user: Any,
    organization: Organization,
    text: str,
    token: str,
    helper_for: Organization,
    help_given: Mapping[str, Any],
) -> Assistance:
    """Ask, for somebody who has no account, that they may look after an entry. Raises PermissionDenied."""
    organization = locked(organization)
    _may_help(user, helper_for, help_given["consent_on"])
    require(organization.is_public)
    try:
        with transaction.atomic():
            claim = Claim.objects.create(organization=organization, text=text, token=token)
    except IntegrityError:
        return Assistance.objects.get(claim__token=token, helper=user)
    note(Change.Action.CLAIMED, user=user, organization=organization, helped=True)
    return _begin(user, helper_for, help_given, organization=organization, claim=claim)


def _may_help(user: Any, helper_for: Organization, consent_on: dt.date) -> None:
    require(helper_for in permissions.helps_for(user))
    if consent_on > timezone.localdate():
        raise ValidationError({"consent_on": _("This day is still to come.")})


def _begin(
    user: Any,
    helper_for: Organization,
    help_given: Mapping[str, Any],
    *,
    organization: Organization,
    claim: Claim | None = None,
) -> Assistance:
    assistance = Assistance.objects.create(
        organization=organization,
        claim=claim,
        helper=user,
        helper_for=helper_for,
        person_name=help_given["person_name"],
        consent=help_given["consent"],
        consent_on=help_given["consent_on"],
    )
    note(
        Change.Action.ASSISTED,
        user=user,
        organization=organization,
        other=helper_for,
        helped=True,
        data={"consent": assistance.consent, "on": assistance.consent_on.isoformat()},
    )
    return assistance


def _hash(code: str) -> str:
    bare = "".join(letter for letter in code.upper() if letter in _ALPHABET)
    return salted_hmac("khorshoo.hand-over", bare, algorithm="sha256").hexdigest()


@transaction.atomic
def make_code(*, user: Any, assistance: Assistance) -> str:
    """A new code, to be read out or written down; an earlier one no longer works. Raises PermissionDenied."""
    locked(assistance.organization)
    assistance = Assistance.objects.select_for_update().get(pk=assistance.pk)
    require(permissions.help_by(user).filter(pk=assistance.pk).exists())
    code = "".join(secrets.choice(_ALPHABET) for _i in range(_LENGTH))
    assistance.code_hash = _hash(code)
    assistance.code_expires_at = timezone.now() + timedelta(days=settings.HAND_OVER_DAYS)
    assistance.save(update_fields=["code_hash", "code_expires_at"])
    note(Change.Action.CODE, user=user, organization=assistance.organization, helped=True)
    return f"{code[:5]}-{code[5:]}"


def take_over(*, user: Any, code: str) -> Assistance:
    """The person for whom it was done takes it over with the code: becomes owner, or has the claim.

    Raises PermissionDenied for somebody without a confirmed address; ValidationError for a code that does not work,
    without saying why, and after too many tries.
    """
    require(is_confirmed(user))
    if not rate_limit.allow("hand-over", str(user.pk), limit=TRIES_AN_HOUR, seconds=3600):
        raise ValidationError(_("Too many codes were tried. Try again in an hour."))
    return _take_over(user, code)


def _still_helps(assistance: Assistance) -> bool:
    helper = assistance.helper
    return helper is not None and permissions.help_by(helper).filter(pk=assistance.pk).exists()


@transaction.atomic
def _take_over(user: Any, code: str) -> Assistance:
    found = Assistance.objects.open().filter(code_hash=_hash(code), code_expires_at__gt=timezone.now())
    if (first := found.first()) is not None:
        locked(first.organization)
    assistance = found.select_for_update().first()
    if assistance is None or assistance.helper_id == user.pk or not _still_helps(assistance):
        raise ValidationError(
            {
                "code": _(
                    "This code does not work. Compare it with the paper, or ask your helper for a new one."
                )
            }
        )
    organization = locked(assistance.organization)
    assistance.handed_over_at, assistance.handed_to = timezone.now(), user
    assistance.code_hash, assistance.code_expires_at = "", None
    assistance.save()
    claim = assistance.claim
    if claim is not None:
        if Claim.objects.filter(
            organization=claim.organization, claimant=user, state=Claim.State.WAITING
        ).exists():
            claim.state = Claim.State.WITHDRAWN
        claim.claimant = user
        claim.save()
    if claim is None or claim.state == Claim.State.APPROVED:
        join(user, organization, Role.OWNER)
        Assistance.objects.close(organization)
        if organization.status == Status.UNCONFIRMED:
            organization.status = Status.LISTED
            organization.save(update_fields=["status"])
        show_anew(organization)
    note(Change.Action.HANDED_OVER, user=user, organization=organization, person=user)
    return assistance
