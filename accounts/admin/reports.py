"""What moderators decide: reports of breaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import reportable
from accounts.admin.base import CountItem, Decision, Queue, QueueRow
from accounts.models import Report
from accounts.permissions.people import decidable, may_decide_reports
from accounts.services import reports
from core.templatetags.khorshoo import stamp


def waiting_reports() -> Any:
    """Those that nobody decided yet, the oldest first."""
    waiting = _known_reports().filter(decision="").select_related("reporter")
    return waiting.prefetch_related("target").order_by("created_at", "pk")


def _known_reports() -> Any:
    """But those of what belongs to a room that is switched off."""
    return Report.objects.filter(target_type__in=reportable.known_types())


def _decide(decision: Report.Decision) -> Callable[[HttpRequest, int, str], None]:
    def decide(request: HttpRequest, pk: int, reason: str) -> None:
        report = Report.objects.filter(pk=pk).first()
        if report is None:
            raise PermissionDenied
        seen = request.POST.get(f"seen-{pk}", "")
        reports.decide_reports(user=request.user, reports=[report], decision=decision, note=reason, seen=seen)

    return decide


class ReportQueue(Queue):
    """Reports of breaches; behind `?decided=1` those that were decided, which can be decided anew."""

    page_title = gettext_lazy("Reports of breaches")
    header_icon = "warning"
    empty = gettext_lazy("No report waits.")
    template_name = "accounts/admin/reports.html"
    may_open: ClassVar[Callable[[Any], bool]] = staticmethod(may_decide_reports)
    decisions: ClassVar[list[Decision]] = [
        Decision(Report.Decision.NOTHING, Report.Decision.NOTHING.label, _decide(Report.Decision.NOTHING)),
        Decision(Report.Decision.MENDED, Report.Decision.MENDED.label, _decide(Report.Decision.MENDED)),
        Decision(
            Report.Decision.HIDDEN,
            Report.Decision.HIDDEN.label,
            _decide(Report.Decision.HIDDEN),
            serious=True,
        ),
    ]

    def waiting(self) -> Any:
        """Those that wait, or those that were decided."""
        if "decided" not in self.request.GET:
            return waiting_reports()
        decided = _known_reports().exclude(decision="").select_related("reporter", "decided_by")
        return decided.prefetch_related("target").order_by("-decided_at", "-pk")

    def look_at(self, page: list[Report]) -> None:
        """Which of them this person may decide."""
        self._decidable = {report.pk for report in decidable(self.request.user, page)}

    def row(self, waiting: Report) -> QueueRow:
        """What was reported, why, by whom, what came of it."""
        reporter = waiting.reporter.shown_name if waiting.reporter else _("a visitor")
        lines = [
            _("Reported on %(day)s by: %(name)s") % {"day": stamp(waiting.created_at), "name": reporter},
            waiting.text,
            *reportable.lines(waiting.target),
        ]
        if waiting.decision:
            by = waiting.decided_by.shown_name if waiting.decided_by else ""
            lines.append(f"{waiting.get_decision_display()} · {stamp(waiting.decided_at)} · {by}")
            lines.append(waiting.note)
        return QueueRow(
            pk=waiting.pk,
            title=str(waiting),
            url=reportable.address(waiting.target, self.request.user),
            lines=[line for line in lines if line],
            seen=waiting.state,
            choosable=waiting.pk in self._decidable,
        )


def urls() -> list[Any]:
    """Below the admin's own."""
    return [path("breaches/", ReportQueue.as_view(), name="accounts_reports")]


def menu_item() -> CountItem:
    """The entry of the main menu."""
    return CountItem(
        gettext_lazy("Breaches"),
        reverse("accounts_reports"),
        may=may_decide_reports,
        icon_name="warning",
        name="breaches",
        order=166,
        count=lambda: waiting_reports().count(),
    )
