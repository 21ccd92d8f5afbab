"""Taking an organization's entry out of sight, and showing it again as it was. Belongs into a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts import notices
from accounts.codes import Purpose, Status
from accounts.editing import changed, show_anew
from accounts.models import Change, Organization

if TYPE_CHECKING:
    from accounts.models import Report


def hide(organization: Organization, *, user: Any, reason: str, report: Report | None = None) -> None:
    """Hide the locked entry, unless it is hidden already; its owners are told.

    report: on which the hiding rests, if on any.
    """
    if organization.status == Status.HIDDEN:
        return
    data = {"reason": reason, "was": organization.status, **({"report": report.pk} if report else {})}
    organization.status = Status.HIDDEN
    changed(organization, user=user, action=Change.Action.HIDDEN, data=data)
    show_anew(organization)
    _tell(organization, reason, shown=False)


def show(organization: Organization, *, user: Any, reason: str) -> None:
    """Show the locked entry again: as it was, but as a draft where the consent was taken back meanwhile."""
    hidden = hidden_by(organization)
    if organization.status != Status.HIDDEN:
        return
    organization.status = Status(hidden.data.get("was", Status.DRAFT)) if hidden else Status.DRAFT
    consents = organization.consents.filter(purpose=Purpose.DIRECTORY)
    taken_back = hidden is not None and consents.filter(withdrawn_at__gte=hidden.at).exists()
    if taken_back and not consents.filter(withdrawn_at=None).exists():
        organization.status, organization.listing_asked_at = Status.DRAFT, None
    changed(organization, user=user, action=Change.Action.SHOWN, data={"reason": reason})
    show_anew(organization)
    _tell(organization, reason, shown=True)


def hidden_by(organization: Organization) -> Change | None:
    """What the log says of its last hiding."""
    return organization.changes.filter(action=Change.Action.HIDDEN).first()


def _tell(organization: Organization, reason: str, *, shown: bool) -> None:
    notices.tell(
        notices.owners(organization),
        lambda: (
            _("Your organization's entry is shown again")
            if shown
            else _("Your organization's entry was hidden"),
            [
                _("Name: %(name)s") % {"name": organization.name},
                *([_("Reason: %(reason)s") % {"reason": reason}] if reason else []),
                *([] if shown else [_("Put it right, then write to the agency to have it shown again.")]),
            ],
        ),
        view="organization",
        public_id=organization.public_id,
    )
