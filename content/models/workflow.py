"""The approval task: a second person reads before anything goes live."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from content import permissions


class PeerApprovalTask(AbstractGroupApprovalTask):
    """Wagtail's group approval, but nobody approves a text they wrote or edited themselves.

    Wagtail's own group task lets the author approve. Here the one who asked for the review and everyone who
    edited since the text was last published may look and edit, but neither approve nor send back.
    """

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Approve or send back, for those who had no hand in the text."""
        if not permissions.may_approve(user, obj, self):
            return []
        return [
            ("reject", _("Return for changes"), True),
            ("approve", _("Approve and publish"), False),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approve or send back.

        Whose change was saved by the same press has a hand in the text by now: it is not approved, and goes on waiting.
        """
        if action_name == "approve" and not self._free(task_state, user):
            return None
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """What waits for this person: without their own texts."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        own = [
            state.pk
            for state in states
            if state.revision.content_object is None or not self._free(state, user)
        ]
        return states.exclude(pk__in=own) if own else states

    def _free(self, state: TaskState, user: Any) -> bool:
        return permissions.may_approve(user, state.revision.content_object, self)

    @classmethod
    def get_description(cls) -> Any:
        """For the list of task types."""
        return _("Someone of the chosen groups who has not written or edited the text approves it")
