"""Who may do what with content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import WorkflowState

if TYPE_CHECKING:
    from content.models.workflow import PeerApprovalTask

EDITORS = "Editors"
MODERATORS = "Moderators"
AGENCY = "Agency administrators"


def hands_in(obj: Any) -> set[int]:
    """Ids of everyone who had a hand in what would go live: asked for review, edited, translated.

    Counts from the revision that is live now; for something never published, from its beginning.
    """
    revisions = obj.revisions.exclude(user=None)
    if obj.live and obj.live_revision_id:
        revisions = revisions.filter(pk__gt=obj.live_revision_id)
    people = set(revisions.values_list("user_id", flat=True))
    state = obj.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS and state.requested_by_id:
        people.add(state.requested_by_id)
    people |= _translators(obj)
    if not obj.live and getattr(obj, "owner_id", None):
        people.add(obj.owner_id)
    return people


def _translators(obj: Any) -> set[int]:
    """Who translated a string of this text since it went live."""
    from wagtail_localize.models import StringTranslation, Translation

    if not hasattr(obj, "translation_key"):
        return set()
    translation = (
        Translation.objects.filter(source__object_id=obj.translation_key, target_locale_id=obj.locale_id)
        .select_related("source")
        .first()
    )
    if translation is None:
        return set()
    strings = StringTranslation.objects.filter(
        locale_id=obj.locale_id, context__object_id=obj.translation_key
    ).exclude(last_translated_by=None)
    if obj.live and obj.last_published_at:
        strings = strings.filter(updated_at__gt=obj.last_published_at)
    return set(strings.values_list("last_translated_by_id", flat=True))


def may_answer_remarks(user: Any) -> bool:
    """Whether this person may note that a reader's remark was dealt with: whoever writes in the admin."""
    return bool(user.has_perm("content.change_remark"))


def may_approve(user: Any, obj: Any, task: PeerApprovalTask) -> bool:
    """Whether this person may approve or send back this text at this step: in a group, and no hand in it."""
    in_group = user.is_superuser or task._user_in_groups(user)
    return bool(in_group) and user.pk not in hands_in(obj)
