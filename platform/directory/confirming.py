"""What it means that somebody says an entry is right, and that the clock begins anew. Belongs into a transaction."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.changelog import note
from accounts.codes import Purpose, Status
from accounts.editing import show_anew
from accounts.models import Change, Organization
from directory.freshness import counted, record_of
from directory.models import Freshness, Question


def confirm(
    organization: Organization,
    *,
    user: Any,
    by: Freshness.By,
    umbrella: Organization | None = None,
    noted: bool = False,
) -> None:
    """The locked entry is right as of now: it is listed, also where it was hidden for want of an answer.

    by, umbrella: in whose name user says so. noted: the log says already what was done, unless its status changes.
    """
    before = organization.status
    row = begin_anew(organization)
    row.confirmed_at, row.confirmed_as, row.confirmed_for, row.confirmed_by = (
        row.counted_from,
        by,
        umbrella,
        user,
    )
    row.marked_at = None
    row.save()
    organization.status = _shown_again_as(organization) if before == Status.HIDDEN else Status.LISTED
    if not noted or organization.status != before:
        set_state(organization, Change.Action.CONFIRMED, user=user, other=umbrella)


def answer(question: Question) -> None:
    """The person who was asked says yes; the question's organization is locked."""
    question.answered_at = timezone.now()
    question.save(update_fields=["answered_at"])
    confirm(question.organization, user=question.person, by=Freshness.By.OWNER)


def _shown_again_as(organization: Organization) -> Status:
    """A draft where the consent was taken back while it was hidden."""
    consents = organization.consents.filter(purpose=Purpose.DIRECTORY)
    if consents.filter(withdrawn_at=None).exists() or not consents.exists():
        return Status.LISTED
    organization.listing_asked_at = None
    return Status.DRAFT


def begin_anew(organization: Organization) -> Freshness:
    """Count from now; no question is open any more."""
    now = timezone.now()
    row = record(organization)
    row.counted_from = now
    row.asked_at = row.passed_on_at = row.hidden_at = None
    row.marked_at = now if organization.status == Status.UNCONFIRMED else None
    row.save()
    open_ones = Question.objects.filter(organization=organization, answered_at=None, closed_at=None)
    open_ones.update(closed_at=now)
    return row


def record(organization: Organization) -> Freshness:
    """What is kept of it, made if it is not there."""
    row = record_of(organization)
    if row is None:
        rows: Any = counted(Organization.objects.filter(pk=organization.pk))
        since = rows.values_list("since", flat=True)[0]
        row, _new = Freshness.objects.get_or_create(
            organization=organization, defaults={"counted_from": since}
        )
    return row


def set_state(
    organization: Organization,
    action: Change.Action,
    *,
    user: Any,
    other: Organization | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Save its status and note it in the log. What it says of itself stays as it was: "updated" does not move."""
    organization.version += 1
    organization.save(update_fields=["status", "listing_asked_at", "version"])
    note(action, user=user, organization=organization, other=other, data=data)
    show_anew(organization)
