"""Granting and ending the capacities in which people speak."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.changelog import note
from accounts.codes import Level
from accounts.editing import require
from accounts.models import Capacity, Change, Membership, Organization, User
from accounts.permissions import organizations as permissions
from core import page_cache


@transaction.atomic
def grant_capacity(
    *,
    user: Any,
    person: User,
    kind: str,
    organization: Organization | None = None,
    licence: str = "",
    ends_on: dt.date | None = None,
) -> Capacity:
    """Let a person speak as officer of an agency, as auditor, or as practitioner whom an umbrella knows.

    Raises PermissionDenied; ValidationError for an auditor without licence or end, an officer who does not belong to
    the agency, an end that is past, a capacity that the person has already.
    """
    require(permissions.may_grant_capacity(user, kind, organization, person))
    if kind == Capacity.Kind.AUDITOR:
        organization = None
        if not licence.strip():
            raise ValidationError({"licence": _("Write the number of the licence.")})
        if ends_on is None:
            raise ValidationError({"ends_on": _("Write the day on which the licence ends.")})
    if kind == Capacity.Kind.AGENCY:
        officers = Membership.objects.current().filter(organization=organization, user=person)
        if organization is None or organization.level != Level.AGENCY or not officers.exists():
            raise ValidationError({"organization": _("An officer belongs to the agency.")})
    if ends_on is not None and ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("This day is past.")})
    try:
        with transaction.atomic():
            capacity = Capacity.objects.create(
                person=person,
                kind=kind,
                organization=organization,
                licence=licence.strip(),
                ends_on=ends_on,
                granted_by=user,
            )
    except IntegrityError as error:
        raise ValidationError(_("The person has this capacity already. End it first.")) from error
    note(
        Change.Action.CAPACITY,
        user=user,
        person=person,
        other=organization,
        data={"kind": kind, "until": ends_on.isoformat() if ends_on else ""},
    )
    page_cache.raise_version()
    notices.tell(
        [person],
        lambda: (
            _("You now have a badge"),
            [_("It stands beside your name: %(badge)s") % {"badge": capacity.get_kind_display()}],
        ),
        view="organizations",
    )
    return capacity


@transaction.atomic
def end_capacity(*, user: Any, capacity: Capacity, reason: str = "") -> Capacity:
    """End it now. Raises PermissionDenied."""
    capacity = Capacity.objects.select_for_update().get(pk=capacity.pk)
    require(permissions.may_end_capacity(user, capacity))
    capacity.ended_at, capacity.ended_by, capacity.reason = timezone.now(), user, reason.strip()
    capacity.save()
    note(
        Change.Action.CAPACITY_ENDED,
        user=user,
        person=capacity.person,
        other=capacity.organization,
        data={"kind": capacity.kind, "reason": capacity.reason},
    )
    page_cache.raise_version()
    return capacity
