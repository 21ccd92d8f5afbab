"""What hiding means for what can be reported, and who is told. Belongs into the transaction of the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from accounts import hiding
from accounts.addresses import address_in
from accounts.editing import locked
from accounts.models import Profile
from core import mail

if TYPE_CHECKING:
    from accounts.models import Organization, Report, User


def hide_profile(report: Report, person: User, user: Any, *, hidden: bool, anew: bool) -> None:
    """Take the profile from others' eyes and out of the list, or give it back."""
    if person.erased_at:
        return
    profile, _made = Profile.objects.get_or_create(user=person)
    Profile.objects.filter(pk=profile.pk).update(hidden_at=timezone.now() if hidden else None)
    if hidden and anew:
        tell(person, "emails/profile_hidden.txt", report)


def hide_entry(report: Report, entry: Organization, user: Any, *, hidden: bool, anew: bool) -> None:
    """Hide the entry, or show it again; what the agency hid by itself stays hidden."""
    entry = locked(entry)
    if entry.merged_into_id:
        return
    reason = report.note or report.get_reason_display()
    if hidden:
        hiding.hide(entry, user=user, reason=reason, report=report)
    elif (last := hiding.hidden_by(entry)) and "report" in last.data:
        hiding.show(entry, user=user, reason=reason)


def tell(person: User, template: str, report: Report) -> None:
    """Queue a mail that says what was decided."""
    with translation.override(person.language):
        context = {
            "reason": report.get_reason_display(),
            "decision": report.get_decision_display(),
            "note": report.note,
            "what": str(report.target),
            "profile": address_in(person.language, "profile"),
        }
    mail.queue(template=template, to=person.email, language=person.language, context=context)
