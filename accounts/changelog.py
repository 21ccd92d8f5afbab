"""The one way into the log. Belongs into the transaction that makes the change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts.models import Change, Organization

if TYPE_CHECKING:
    from accounts.models import User

Listener = Callable[[Change], object]

_listeners: list[Listener] = []


def listen(function: Listener) -> Listener:
    """Have a function of an app above called with each change, in the transaction that makes it.

    It may change the organization of the change itself (`change.organization`), whose row is locked.
    """
    _listeners.append(function)
    return function


def note(
    action: Change.Action,
    *,
    user: Any,
    organization: Organization | None = None,
    other: Organization | None = None,
    person: User | None = None,
    helped: bool = False,
    data: dict[str, Any] | None = None,
) -> Change:
    """Note what was done, and by whom.

    other: the umbrella or agency in whose name it was done, or the second organization.
    data:  plain values only; no mail address, number or contact of a person.
    """
    change = Change.objects.create(
        action=action,
        actor=user,
        organization=organization,
        other=other,
        person=person,
        helped=helped,
        version=organization.version if organization else 0,
        data=data or {},
    )
    for listener in _listeners:
        listener(change)
    return change


def history(organization: Organization) -> QuerySet[Change]:
    """All that was done with it, and with the entries that were merged into it; the newest first."""
    own = Q(organization=organization) | Q(organization__merged_into=organization)
    return Change.objects.filter(own).select_related("actor", "person", "other", "organization")
