"""What becomes of those who ask to join an organization: they are invited, or their request is put aside."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import Role
from accounts.confirmed import reply_address
from accounts.editing import require
from accounts.models import Invitation, Letter
from accounts.permissions.organizations import may_invite
from accounts.services.memberships import invite


@transaction.atomic
def invite_who_asked(*, user: Any, letter: Letter) -> Invitation:
    """Send whoever asked an invitation as a member; the request no longer waits.

    Raises PermissionDenied; ValidationError where somebody settled it meanwhile, or in the words of `invite`.
    """
    letter = _waiting(user, letter)
    organization: Any = letter.organization
    invitation = invite(
        user=user, organization=organization, email=reply_address(letter.sender), role=Role.MEMBER
    )
    _settle(user, letter)
    return invitation


@transaction.atomic
def put_aside(*, user: Any, letter: Letter) -> Letter:
    """Let the request wait no more; whoever asked is told nothing by the site.

    Raises PermissionDenied; ValidationError where somebody settled it meanwhile.
    """
    letter = _waiting(user, letter)
    _settle(user, letter)
    return letter


def _waiting(user: Any, letter: Letter) -> Letter:
    letter = Letter.objects.select_for_update(of=("self",)).select_related("sender").get(pk=letter.pk)
    organization: Any = letter.organization
    require(letter.kind == Letter.Kind.JOIN and may_invite(user, organization, Role.MEMBER))
    if letter.settled_at:
        raise ValidationError(_("Somebody settled this request meanwhile."))
    return letter


def _settle(user: Any, letter: Letter) -> None:
    letter.settled_at, letter.settled_by = timezone.now(), user
    letter.save(update_fields=["settled_at", "settled_by"])
