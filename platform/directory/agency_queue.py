"""What the agency is asked: whether entries that nobody owns, or whose owners are silent, are still right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import CountItem, Decision, Queue, QueueRow
from accounts.models import Organization
from accounts.views.organization_base import begun
from core.templatetags.khorshoo import stamp
from directory.freshness import freshness_of, record_of
from directory.services import freshness as services
from directory.waiting import waiting_for_agency


def _right(request: HttpRequest, pk: int, reason: str) -> None:
    services.confirm_for(**_about(request, pk))


def _gone(request: HttpRequest, pk: int, reason: str) -> None:
    services.say_gone(**_about(request, pk), reason=reason)


def _about(request: HttpRequest, pk: int) -> dict[str, Any]:
    entry = Organization.objects.filter(pk=pk).first()
    if entry is None:
        raise PermissionDenied
    version = begun(request, f"seen-{pk}")
    return {"user": request.user, "organization": entry, "umbrella": None, "version": version}


class UnconfirmedQueue(Queue):
    """Entries of which the agency says whether they are right."""

    page_title = gettext_lazy("Entries that nobody has confirmed")
    header_icon = "history"
    empty = gettext_lazy("No entry waits.")
    decisions: ClassVar[list[Decision]] = [
        Decision("right", gettext_lazy("It is right"), _right),
        Decision("gone", gettext_lazy("It no longer exists: hide it"), _gone, serious=True),
    ]

    def waiting(self) -> Any:
        """The longest waiting first."""
        return waiting_for_agency()

    def row(self, waiting: Organization) -> QueueRow:
        """Why it waits, what it says."""
        fresh, kept = freshness_of(waiting), record_of(waiting)
        told = [waiting.legal_form_name, waiting.registration_number, waiting.place_name]
        lines = [" · ".join(text for text in told if text), waiting.about]
        if kept is not None and kept.passed_on_at is not None:
            lines.append(_("Its owner has not answered since %(day)s.") % {"day": stamp(kept.marked_at)})
        else:
            lines.append(_("Nobody owns it."))
        if fresh.at is not None:
            lines.append(_("Last confirmed: %(day)s") % {"day": stamp(fresh.at)})
        return QueueRow(
            waiting.pk,
            waiting.name,
            reverse("accounts_entry", args=[waiting.pk]),
            [line for line in lines if line],
            seen=str(waiting.version),
        )


def urls() -> list[Any]:
    """Below the admin's own."""
    return [path("unconfirmed/", UnconfirmedQueue.as_view(), name="directory_unconfirmed")]


def menu_item() -> CountItem:
    """The entry of the main menu."""
    return CountItem(
        gettext_lazy("Unconfirmed"),
        reverse("directory_unconfirmed"),
        icon_name="history",
        name="unconfirmed",
        order=167,
        count=lambda: waiting_for_agency().count(),
    )
