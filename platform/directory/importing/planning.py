"""What each row would change: nothing is written here, so that the report and the import reckon alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.codes import Role
from accounts.models import FieldSource, Membership, Organization, RegisterCheck, YearFigures
from accounts.permissions.organizations import not_own
from accounts.similar import key_of
from directory.importing.matching import Index, Known, bare_number
from directory.importing.problems import Problem, problem
from directory.importing.values import FIGURES, Said
from directory.models import Freshness, ImportRow, RegisterImport

Kind = ImportRow.Kind
#: Beside the entry's own fields.
ROWS, CHECK = "figures", "register_check"


@dataclass
class Plan:
    """What becomes of a row. pk: of the entry it is about, None for a new one; the rest as in `ImportRow`."""

    number: int
    kind: ImportRow.Kind
    values: Mapping[str, Any]
    pk: int | None = None
    problems: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    alike: list[int] = field(default_factory=list)


class Around:
    """Entries of one chunk with all that is asked of them, in seven queries."""

    def __init__(self, pks: Iterable[int], of: RegisterImport) -> None:
        self.entries = Organization.objects.select_for_update().in_bulk(list(pks))
        said_right = Freshness.objects.filter(organization__in=self.entries).exclude(confirmed_at=None)
        self.said_right = dict(said_right.values_list("organization", "confirmed_at"))
        rows = FieldSource.objects.filter(organization__in=self.entries)
        self.sources = {(one.organization_id, one.field): one for one in rows}
        figures = YearFigures.objects.filter(organization__in=self.entries)
        self.figures = {(one.organization_id, one.year): one for one in figures}
        people = Membership.objects.current().filter(organization__in=self.entries)
        self.people = set(people.values_list("organization", "user"))
        self.owned = set(people.filter(role=Role.OWNER).values_list("organization", flat=True))
        checks = RegisterCheck.objects.filter(organization__in=self.entries, ended_at=None)
        self.checks = {one.organization_id: one for one in checks}
        checkable = Organization.objects.filter(pk__in=self.entries if of.state_register else ())
        for person in (of.started_by, of.approved_by):
            if person is not None:
                checkable = not_own(person, checkable)
        self.checkable = set(checkable.values_list("pk", flat=True))


class Planner:
    """Goes through the rows of an import, in their order.

    index:   the entries there are; rows that will be entries are added as they come.
    numbers: registration numbers that stand in several rows, with those rows.
    """

    def __init__(self, of: RegisterImport, index: Index, numbers: Mapping[str, Sequence[int]]) -> None:
        self.of, self.index, self.numbers = of, index, numbers
        self.taken: dict[int, int] = {}

    def plan(self, rows: Sequence[tuple[int, Said]], *, suggest: bool = True) -> list[Plan]:
        """suggest: whether entries that are alike are looked for."""
        plans = [self._match(number, said, suggest) for number, said in rows]
        around = Around({one.pk for one in plans if one.pk is not None and one.pk > 0}, self.of)
        for one in plans:
            if one.kind == Kind.CHANGED:
                self._compare(one, around)
            elif one.kind == Kind.NEW and self._may_check(one.values):
                one.changes[CHECK] = [None, self.of.as_of.isoformat()]
        return plans

    def _match(self, number: int, said: Said, suggest: bool) -> Plan:
        values = said.values

        def refused(*problems: Problem, alike: Iterable[int] = ()) -> Plan:
            return Plan(number, Kind.REFUSED, values, problems=list(problems), alike=sorted(alike))

        if said.problems:
            return refused(*said.problems)
        own = values.get("registration_number", "")
        if rows := self.numbers.get(bare_number(own)) if own else None:
            told = ", ".join(map(str, rows[:10]))
            return refused(problem("double-number", "registration_number", own, rows=told))
        found = self.index.with_number(own)
        if len(found) > 1:
            return refused(problem("which-number", "registration_number", own), alike=found)
        found = found or self.index.with_name(values)
        if len(found) > 1:
            return refused(problem("which-name", "name_mn", values["name_mn"]), alike=found)
        if not found:
            alike = self.index.alike(values) if suggest else []
            self.index.add(
                Known(-number, bare_number(own), key_of(values["name_mn"]), values.get("place", ""))
            )
            return Plan(number, Kind.NEW, values, alike=alike)
        pk = found.pop()
        first = -pk if pk < 0 else self.taken.setdefault(pk, number)
        if first != number:
            return refused(problem("double-row", rows=first), alike=[pk])
        return Plan(number, Kind.CHANGED, values, pk=pk)

    def _compare(self, one: Plan, around: Around) -> None:
        entry = around.entries.get(one.pk or 0)
        if entry is None or not entry.is_public:
            one.kind, one.problems = Kind.REFUSED, [problem("not-public")]
            one.alike, one.pk = [one.pk or 0], None
            return
        for name, value in one.values.items():
            old, new = self._values(name, entry, value, around)
            if old == new or (name == "place" and str(old).startswith(str(new))):
                continue
            kept = self._kept(name, entry, old, around)
            if kept is None:
                one.changes[name] = [old, new]
            else:
                one.kept.append({**kept, "field": name})
        self._compare_check(one, entry, around)
        one.kind = Kind.CHANGED if one.changes else Kind.UNCHANGED

    def _values(self, name: str, entry: Organization, value: Any, around: Around) -> tuple[Any, Any]:
        """What stands there, and what would: of a year's figures what the row leaves open stays."""
        if name != ROWS:
            return getattr(entry, name), value
        year, *numbers = value
        row = around.figures.get((entry.pk, year))
        if row is None:
            return None, value
        old = [year, *(getattr(row, part) for part in FIGURES)]
        members = numbers[0]
        new = [year]
        for part, before, now in zip(FIGURES, old[1:], numbers, strict=True):
            fits = part == "employees" or (before or 0) <= members
            new.append(now if now is not None else before if fits else None)
        return old, new

    def _kept(self, name: str, entry: Organization, old: Any, around: Around) -> Problem | None:
        """Why the field stays as it is, None where the register may say it."""
        source = around.sources.get((entry.pk, name))
        if name == ROWS and old is not None:
            row = around.figures[entry.pk, old[0]]
            if row.confirmed_at is not None:
                return problem("kept-confirmed")
            if row.said_by_id is not None and source is None:
                return problem("kept-unknown")
        if source is None:
            by_hand = old and (entry.entered_by_id is not None or entry.pk in around.owned)
            return problem("kept-unknown") if by_hand else None
        said_on = timezone.localtime(source.said_at).date()
        when = f"{said_on:%Y.%m.%d}"
        if source.said_by_id is not None or not source.source:
            own = source.said_by_id is None or (entry.pk, source.said_by_id) in around.people
            who = "helper" if source.helped else "organization" if own else "agency"
            return problem(f"kept-{who}", when=when)
        if said_on > self.of.as_of and old is not None:
            return problem("kept-newer", who=source.source, when=when)
        right = around.said_right.get(entry.pk)
        if right and old and (day := timezone.localtime(right).date()) > self.of.as_of:
            return problem("kept-right", when=f"{day:%Y.%m.%d}")
        return None

    def _compare_check(self, one: Plan, entry: Organization, around: Around) -> None:
        """Where the file is the state register's own: whether the entry then says what it says."""
        if entry.pk not in around.checkable or not self._may_check(one.values):
            return
        for name in RegisterCheck.COMPARED:
            will_be = one.changes[name][1] if name in one.changes else getattr(entry, name)
            if will_be != one.values[name]:
                return
        current = around.checks.get(entry.pk)
        day = timezone.localtime(current.checked_at).date() if current else None
        ends = not set(RegisterCheck.COMPARED).isdisjoint(one.changes)
        if day is None or day < self.of.as_of or ends:
            one.changes[CHECK] = [day.isoformat() if day else None, self.of.as_of.isoformat()]

    def _may_check(self, values: Mapping[str, Any]) -> bool:
        return self.of.state_register and all(values.get(name) for name in RegisterCheck.COMPARED)
