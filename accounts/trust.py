"""What is known of an organization, by whom and since when; and in what capacities people speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.codes import Role
from accounts.models import Affiliation, Capacity, Membership, Organization, RegisterCheck, User


@dataclass(frozen=True, slots=True)
class Trust:
    """One thing that somebody said of an entry. icon: the knot that stands before it."""

    icon: str
    text: str
    by: str
    at: dt.datetime | None


def with_trust(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """The rows with all that `trust_of` reads: two queries more, however many rows."""
    return rows.prefetch_related(
        Prefetch(
            "register_checks",
            queryset=RegisterCheck.objects.filter(ended_at=None),
            to_attr="current_checks",
        ),
        Prefetch(
            "affiliations",
            queryset=Affiliation.objects.current().select_related("umbrella").order_by("decided_at"),
            to_attr="current_affiliations",
        ),
    )


def trust_of(organization: Organization) -> list[Trust]:
    """The strongest first; "not confirmed" where nobody said anything."""
    if not hasattr(organization, "current_checks"):
        organization = with_trust(Organization.objects.filter(pk=organization.pk)).get()
    found = [
        Trust("ok", _("Compared with the state register"), "", check.checked_at)
        for check in organization.current_checks  # type: ignore[attr-defined]
    ]
    found += [
        Trust("half", _("Confirmed by its union"), link.umbrella.name, link.decided_at)
        for link in organization.current_affiliations  # type: ignore[attr-defined]
    ]
    return found or [Trust("ask", _("Not confirmed"), "", None)]


@dataclass(frozen=True, slots=True)
class Badge:
    """A capacity, ready to be shown beside a name. entry: the organization's public id, "" where it is not public."""

    kind: str
    label: str
    of: str
    licence: str = ""
    until: dt.date | None = None
    entry: str = ""


def _entry(organization: Organization | None) -> str:
    return organization.public_id if organization and organization.is_public else ""


def attach_badges(people: Iterable[User]) -> None:
    """Give each person their `badges`: two queries, however many people."""
    people = list(people)
    for person in people:
        person.badges = []  # type: ignore[attr-defined]
    by_pk: dict[int, list[User]] = {}
    for person in people:
        by_pk.setdefault(person.pk, []).append(person)
    granted = Capacity.objects.current().filter(person__in=by_pk).select_related("organization")
    for capacity in granted:
        of = capacity.organization.name if capacity.organization else ""
        label, entry = capacity.get_kind_display(), _entry(capacity.organization)
        badge = Badge(capacity.kind, label, of, capacity.licence, capacity.ends_on, entry)
        _give(by_pk[capacity.person_id], badge)
    roles = Membership.objects.current().filter(
        user__in=by_pk,
        role__in=[Role.OWNER, Role.PUBLISHER],
        organization__in=Organization.objects.umbrellas(),
    )
    for membership in roles.select_related("organization"):
        union = membership.organization
        badge = Badge("umbrella", _("speaks for its union"), union.name, entry=_entry(union))
        _give(by_pk[membership.user_id], badge)


def _give(people: list[User], badge: Badge) -> None:
    for person in people:
        person.badges.append(badge)  # type: ignore[attr-defined]


def badges_of(person: Any) -> list[Badge]:
    """One person's; those that `attach_badges` gave, else asked for now."""
    if not getattr(person, "pk", None):
        return []
    if not hasattr(person, "badges"):
        attach_badges([person])
    found: list[Badge] = person.badges
    return found
