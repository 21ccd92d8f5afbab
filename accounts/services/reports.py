"""Reports of what breaks the rules: left by readers, decided by moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import reportable
from accounts.models import Report
from accounts.permissions.people import may_decide_report
from accounts.report_effects import tell

if TYPE_CHECKING:
    from collections.abc import Iterable


@transaction.atomic
def leave_report(*, user: Any, target: Any, reason: str, text: str, token: str) -> Report:
    """Keep what somebody says is wrong with what can be reported; a visitor leaves no name.

    token: from the form, good for one report.
    Returns the report, the earlier one where the token was used before. Raises PermissionDenied for what this person
    does not see, or owns.
    """
    if not reportable.may_report_target(user, target):
        raise PermissionDenied
    try:
        with transaction.atomic():
            return Report.objects.create(
                target_type=reportable.type_of(target),
                target_id=target.pk,
                reason=reason,
                text=text.strip(),
                reporter=user if user.is_authenticated else None,
                token=token,
            )
    except IntegrityError:
        return Report.objects.get(token=token)


@transaction.atomic
def decide_reports(
    *, user: Any, reports: Iterable[Report], decision: str, note: str, seen: str | None = None
) -> list[Report]:
    """Decide one or many alike. "Hidden" takes what was reported from others' eyes, another decision gives it back.

    note: why; the owner of what is hidden reads it. seen: the `state` of the reports when this person looked at them.
    Returns the reports as saved. Raises PermissionDenied where this person may not decide, or reported it themselves,
    or it is theirs; ValidationError where one was decided since it was `seen`.
    """
    rows = list(Report.objects.select_for_update().filter(pk__in=[report.pk for report in reports]))
    if not all(may_decide_report(user, report) for report in rows):
        raise PermissionDenied
    if seen is not None and any(report.state != seen for report in rows):
        raise ValidationError(_("Somebody decided this meanwhile. Look at the decision first."))
    for report in rows:
        before = report.decision
        report.decision, report.note = decision, note.strip()
        report.decided_by, report.decided_at = user, timezone.now()
        report.save(update_fields=["decision", "note", "decided_by", "decided_at"])
        _carry_out(report, before, user)
    return rows


def _carry_out(report: Report, before: str, user: Any) -> None:
    hidden, anew = report.decision == Report.Decision.HIDDEN, report.decision != before
    if hidden or (before == Report.Decision.HIDDEN and not reportable.is_hidden_by_another(report)):
        reportable.carry_out(report, user, hidden=hidden, anew=anew)
    if anew and report.reporter and not report.reporter.erased_at:
        tell(report.reporter, "emails/report_decided.txt", report)
