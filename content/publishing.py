"""The end of a review. Wagtail imports this while its own models load: no model may be imported on top."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """What Wagtail calls when the last approval is given: publish exactly the revision that was approved.

    Approving is the permission: nobody below superuser has Wagtail's own right to publish.
    Raises PermissionDenied if that person had a hand in the text.
    """
    from content import permissions

    revision = workflow_state.current_task_state.revision
    obj = workflow_state.content_object
    if user is not None and user.pk in permissions.hands_in(obj):
        raise PermissionDenied
    revision.publish(user=user, skip_permission_checks=True)
