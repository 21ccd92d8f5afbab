"""What can be reported, and what hiding it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from accounts.models import Organization, User
from accounts.permissions.organizations import belongs, may_report_organization
from accounts.permissions.people import may_report

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import Report

#: By the word that stands in the address.
KINDS: dict[str, type[Model]] = {"person": User, "organization": Organization}


def find(kind: str, public_id: str) -> Any:
    """The thing, None where there is none."""
    model = KINDS.get(kind)
    return model._default_manager.filter(public_id=public_id).first() if model else None


def may_report_target(user: Any, target: Model) -> bool:
    """Whoever sees it, but who it belongs to."""
    if isinstance(target, Organization):
        return may_report_organization(user, target)
    return isinstance(target, User) and may_report(user, target)


def concerns(user: Any, target: Any) -> bool:
    """Whether it is this person, or an entry that is theirs."""
    return belongs(user, target) if isinstance(target, Organization) else bool(target == user)


def is_hidden_by_another(report: Report) -> bool:
    """Whether another report, too, keeps its target hidden."""
    from accounts.models import Report

    others = Report.objects.filter(
        target_type=report.target_type, target_id=report.target_id, decision=Report.Decision.HIDDEN
    )
    return others.exclude(pk=report.pk).exists()


def type_of(target: Model) -> ContentType:
    """As it stands in the table of reports."""
    return ContentType.objects.get_for_model(target)
