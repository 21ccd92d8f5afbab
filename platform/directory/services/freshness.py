"""Saying that an entry is still right: by its owner, for it by its union or the agency; and that it is gone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import Status
from accounts.editing import check_version, locked, require
from accounts.models import Change, Organization
from directory import confirming, questions
from directory.freshness import may_be_answered
from directory.models import Freshness, Question
from directory.permissions import answers_for, may_answer_for, may_confirm_entry

#: An owner who saves one of these has looked at the entry: docs/adr/0013.
SAID = {Change.Action.EDITED, Change.Action.FIGURES, Change.Action.CONTACTS, Change.Action.CERTIFICATES}
#: After these an entry is as new: nobody is overdue.
BEGUN = {
    Change.Action.LISTED,
    Change.Action.SHOWN,
    Change.Action.CLAIM_APPROVED,
    Change.Action.HANDED_OVER,
}


@transaction.atomic
def confirm_by_link(*, key: str) -> Question | None:
    """An owner's one tap, without signing in: confirms where the question is open and its person still an owner.

    key: of the link. Returns the question as it is now, None for a link that is not ours.
    """
    found = Question.by_key(key)
    if found is None:
        return None
    organization = locked(found.organization)
    question = Question.objects.select_for_update().select_related("person").get(pk=found.pk)
    question.organization = organization
    if question.state == "open" and may_confirm_entry(question.person, organization):
        confirming.answer(question)
    return question


@transaction.atomic
def confirm_entry(*, user: Any, organization: Organization) -> Organization:
    """A signed-in owner says that all is right. Raises PermissionDenied."""
    organization = locked(organization)
    require(may_confirm_entry(user, organization))
    confirming.confirm(organization, user=user, by=Freshness.By.OWNER)
    return organization


@transaction.atomic
def confirm_for(
    *, user: Any, organization: Organization, umbrella: Organization | None, version: int | None = None
) -> Organization:
    """Say it for an owner who does not answer, or for what nobody owns.

    umbrella: in whose name; None: the agency. version: that this person looked at.
    Raises PermissionDenied; EditConflictError for another version.
    """
    organization = _to_answer(user, organization, umbrella, version)
    by = Freshness.By.UMBRELLA if umbrella else Freshness.By.AGENCY
    confirming.confirm(organization, user=user, by=by, umbrella=umbrella)
    return organization


def _to_answer(
    user: Any, organization: Organization, umbrella: Organization | None, version: int | None
) -> Organization:
    """The locked entry, if this person may answer for it. What was done meanwhile is told to those alone who would."""
    organization = locked(organization)
    require(answers_for(user, organization, umbrella))
    check_version(organization, version)
    require(may_answer_for(user, organization, umbrella))
    return organization


@transaction.atomic
def say_gone(
    *,
    user: Any,
    organization: Organization,
    umbrella: Organization | None,
    reason: str,
    version: int | None = None,
) -> Organization:
    """The organization no longer exists: hide the entry. Its owners are told, and show it again with one tap.

    umbrella, version: as for `confirm_for`.
    Raises PermissionDenied; EditConflictError for another version; ValidationError without a reason.
    """
    organization = _to_answer(user, organization, umbrella, version)
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason: the other side reads it.")})
    row = confirming.record(organization)
    row.hidden_at = timezone.now()
    row.save(update_fields=["hidden_at"])
    data = {"was": organization.status, "reason": reason.strip()}
    organization.status = Status.HIDDEN
    confirming.set_state(organization, Change.Action.HIDDEN, user=user, other=umbrella, data=data)
    questions.send(organization, "hidden")
    return organization


@transaction.atomic
def note_change(*, change: Change) -> None:
    """What follows for an entry's freshness from what was done to it elsewhere."""
    organization = change.organization
    if organization is None:
        return
    if change.action in SAID:
        if change.actor is not None and not change.helped and may_confirm_entry(change.actor, organization):
            confirming.confirm(organization, user=change.actor, by=Freshness.By.OWNER, noted=True)
    elif change.action == Change.Action.CHECKED:
        if may_be_answered(organization):
            confirming.confirm(organization, user=change.actor, by=Freshness.By.AGENCY, noted=True)
    elif change.action in BEGUN:
        confirming.begin_anew(organization)
