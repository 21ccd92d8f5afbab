"""What moderators decide: reports of breaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import CountItem, Decision, Queue, QueueRow
from accounts.models import Organization, Report
from accounts.permissions.organizations import may_manage_organizations
from accounts.permissions.people import may_decide_report, may_decide_reports
from accounts.services import reports
from core.templatetags.khorshoo import stamp


def waiting_reports() -> Any:
    """Those that nobody decided yet, the oldest first."""
    return Report.objects.filter(decision="").select_related("reporter").prefetch_related("target").order_by(
        "created_at", "pk"
    )  # fmt: skip


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
        decided = Report.objects.exclude(decision="").select_related("reporter", "decided_by")
        return decided.prefetch_related("target").order_by("-decided_at", "-pk")

    def row(self, waiting: Report) -> QueueRow:
        """What was reported, why, by whom, what came of it."""
        reporter = waiting.reporter.shown_name if waiting.reporter else _("a visitor")
        lines = [
            _("Reported on %(day)s by: %(name)s") % {"day": stamp(waiting.created_at), "name": reporter},
            waiting.text,
            *_about(waiting.target),
        ]
        if waiting.decision:
            by = waiting.decided_by.shown_name if waiting.decided_by else ""
            lines.append(f"{waiting.get_decision_display()} · {stamp(waiting.decided_at)} · {by}")
            lines.append(waiting.note)
        return QueueRow(
            pk=waiting.pk,
            title=str(waiting),
            url=_address(waiting, self.request.user),
            lines=[line for line in lines if line],
            seen=waiting.state,
            choosable=may_decide_report(self.request.user, waiting),
        )


def _address(report: Report, user: Any) -> str:
    """Where it is looked at: an entry in the agency's room by those who come into it, else in public."""
    target: Any = report.target
    if isinstance(target, Organization):
        if may_manage_organizations(user):
            return reverse("accounts_entry", args=[target.pk])
        return reverse("directory-entry", args=[target.public_id]) if _is_shown(target) else ""
    return reverse("person", kwargs={"public_id": target.public_id}) if target else ""


def _is_shown(entry: Organization) -> bool:
    return bool(settings.DIRECTORY) and entry.is_public


def _about(target: Any) -> list[str]:
    """What an entry says, for those who do not come to its page; a profile has one."""
    if not isinstance(target, Organization):
        return []
    about = [target.get_status_display(), target.legal_form_name, target.place_name]
    return [" · ".join(text for text in about if text), target.about]


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
