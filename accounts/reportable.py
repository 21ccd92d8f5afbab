"""What can be reported, and what hiding it means. A room registers kinds of its own in its `reportable.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.urls import reverse

from accounts import report_effects
from accounts.models import Organization, User
from accounts.permissions.organizations import belonging, may_manage_organizations, may_report_organization
from accounts.permissions.people import may_report

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import Report


#: Hides what a report is about, or shows it again: (report, target, who decided, hidden=, anew=); `anew` says whether
#: the decision is another than before.
Effect = Callable[..., object]


@dataclass(frozen=True)
class Kind:
    """One kind of what can be reported; its model has a `public_id`.

    may_report: whether this person may report this one: whoever sees it, but who it belongs to.
    concerning: keys of those that are this person, or theirs: others decide.
    about:      what that rule and the lines read beside it, by name.
    effect:     what hiding does.
    address:    where the person who decides looks at it, "" where they can't.
    lines:      what it says, for those who do not come to its page.
    """

    model: type[Model]
    may_report: Callable[[Any, Any], bool]
    concerning: Callable[[Any, Collection[Any]], set[int]]
    effect: Effect
    address: Callable[[Any, Any], str]
    lines: Callable[[Any], list[str]] = lambda _target: []
    about: tuple[str, ...] = ()


_kinds: dict[str, Kind] = {}


def register(word: str, kind: Kind) -> None:
    """word: stands in the address of the form. Raises ValueError for one that is taken."""
    if word in _kinds:
        raise ValueError(f"two kinds can be reported as {word!r}")
    _kinds[word] = kind


def find(word: str, public_id: str) -> Any:
    """The thing, None where there is none."""
    kind = _kinds.get(word)
    return kind.model._default_manager.filter(public_id=public_id).first() if kind else None


def kind_of(target: Any) -> Kind | None:
    """None for what is gone, and for what can't be reported."""
    return next((kind for kind in _kinds.values() if isinstance(target, kind.model)), None)


def may_report_target(user: Any, target: Any) -> bool:
    """Whoever sees it, but who it belongs to."""
    kind = kind_of(target)
    return kind is not None and kind.may_report(user, target)


def concerns(user: Any, target: Any) -> bool:
    """Whether it is this person, or theirs."""
    return target in concerning(user, [target])


def concerning(user: Any, targets: Collection[Any]) -> list[Any]:
    """Those that are this person, or theirs: the same queries for each kind, however many there are."""
    found = []
    for kind in _kinds.values():
        own = [target for target in targets if isinstance(target, kind.model)]
        if own:
            prefetch_related_objects(own, *kind.about)
            keys = kind.concerning(user, own)
            found += [target for target in own if target.pk in keys]
    return found


def carry_out(report: Report, user: Any, *, hidden: bool, anew: bool) -> None:
    """Hide what the report is about, or show it again; nothing for what is gone."""
    if kind := kind_of(report.target):
        kind.effect(report, report.target, user, hidden=hidden, anew=anew)


def address(target: Any, user: Any) -> str:
    """Where this person looks at it, "" where they can't."""
    kind = kind_of(target)
    return kind.address(target, user) if kind else ""


def lines(target: Any) -> list[str]:
    """What it says."""
    kind = kind_of(target)
    return [line for line in kind.lines(target) if line] if kind else []


def known_types() -> list[ContentType]:
    """As they stand in the table of reports. A kind whose room is switched off is not among them."""
    return list(ContentType.objects.get_for_models(*(kind.model for kind in _kinds.values())).values())


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


def _entry_address(entry: Organization, user: Any) -> str:
    """In the agency's room for those who come into it, else in public."""
    if may_manage_organizations(user):
        return reverse("accounts_entry", args=[entry.pk])
    is_shown = settings.DIRECTORY and entry.is_public
    return reverse("directory-entry", args=[entry.public_id]) if is_shown else ""


def _entry_lines(entry: Organization) -> list[str]:
    about = [entry.get_status_display(), entry.legal_form_name, entry.place_name]
    return [" · ".join(text for text in about if text), entry.about]


register(
    "person",
    Kind(
        model=User,
        may_report=may_report,
        concerning=lambda user, persons: {person.pk for person in persons if person == user},
        effect=report_effects.hide_profile,
        address=lambda person, _user: reverse("person", kwargs={"public_id": person.public_id}),
    ),
)
register(
    "organization",
    Kind(
        model=Organization,
        may_report=may_report_organization,
        concerning=belonging,
        effect=report_effects.hide_entry,
        address=_entry_address,
        lines=_entry_lines,
    ),
)
