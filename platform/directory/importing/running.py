"""The steps of an import that the worker makes: reading with the report, and the import itself.

Each chunk of rows is one transaction that also notes what is done: whoever is interrupted goes on where it stood.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.codes import Level, Status
from accounts.editing import show_anew
from accounts.models import Change, FieldSource, Organization, RegisterCheck, YearFigures
from accounts.similar import key_of
from directory.importing.matching import Index, bare_number
from directory.importing.planning import CHECK, ROWS, Plan, Planner
from directory.importing.problems import FileProblemError, problem
from directory.importing.table import read_table
from directory.importing.values import FIGURES, Said, read_row
from directory.models import ImportRow, RegisterImport

CHUNK = 500
Tell = Callable[[int, int], None]
Item = TypeVar("Item")
State, Kind, Outcome = RegisterImport.State, ImportRow.Kind, ImportRow.Outcome
logger = logging.getLogger(__name__)


def silent(done: int, total: int) -> None:
    """Tells nobody."""


def locked(pk: int, state: RegisterImport.State) -> RegisterImport | None:
    """The import, kept for this transaction alone; None where it is in another state."""
    return RegisterImport.objects.select_for_update().defer("content").filter(pk=pk, state=state).first()


def chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Of `CHUNK` each."""
    waiting = iter(items)
    while part := list(islice(waiting, CHUNK)):
        yield part


def make_report(pk: int, tell: Tell = silent) -> None:
    """Read the file and note what each row would change. Changes no entry; begun again it begins afresh."""
    of = RegisterImport.objects.filter(pk=pk, state=State.READING).first()
    if of is None:
        return
    try:
        table = read_table(bytes(of.content or b""), of.sheet)
    except FileProblemError as error:
        finish(pk, State.READING, State.BROKEN, problem=error.problem, content=None)
        return
    except Exception:  # whatever a strange file does, it is the file that is told of
        logger.exception("import %s: the file could not be read", pk)
        finish(pk, State.READING, State.BROKEN, problem={"code": "broken"}, content=None)
        return
    said = [(number, read_row(cells, of.as_of.year)) for number, cells in table.rows]
    planner = Planner(of, Index(), _doubles(said))
    done = 0
    for part in chunks(said):
        with transaction.atomic():
            if locked(pk, State.READING) is None:
                return
            if not done:
                of.rows.all().delete()
            plans = planner.plan(part)
            ImportRow.objects.bulk_create(_row(of, one) for one in plans)
            done += len(part)
            note_progress(pk, done, len(said))
        tell(done, len(said))
    finish(pk, State.READING, State.READY, unread=table.unread, content=None)


def _doubles(said: Sequence[tuple[int, Said]]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for row, one in said:
        if own := one.values.get("registration_number"):
            numbers.setdefault(bare_number(own), []).append(row)
    return {number: rows for number, rows in numbers.items() if len(rows) > 1}


def _row(of: RegisterImport, one: Plan) -> ImportRow:
    return ImportRow(
        register_import=of,
        number=one.number,
        kind=one.kind,
        values=dict(one.values),
        problems=one.problems,
        kept=one.kept,
        changes=one.changes,
        alike=one.alike,
        organization_id=one.pk,
    )


def note_progress(pk: int, done: int, total: int) -> None:
    """How many rows of the present step are done."""
    RegisterImport.objects.filter(pk=pk).update(done=done, total=total, moved_at=timezone.now())


def finish(pk: int, before: RegisterImport.State, after: RegisterImport.State, **more: Any) -> None:
    """The step that made `before` to `after` is at its end."""
    rows = RegisterImport.objects.filter(pk=pk, state=before)
    rows.update(state=after, moved_at=timezone.now(), **more)


def move_on(
    of: RegisterImport, before: RegisterImport.State, after: RegisterImport.State, **more: Any
) -> bool:
    """Begin the next step, if the import is in the state `before`; whether it was."""
    rows = RegisterImport.objects.filter(pk=of.pk, state=before)
    begun = rows.update(state=after, done=0, moved_at=timezone.now(), **more)
    of.refresh_from_db()
    return bool(begun)


def waiting_rows(of: RegisterImport) -> Any:
    """Those that an import would write."""
    return of.rows.filter(kind__in=[Kind.NEW, Kind.CHANGED], outcome=Outcome.WAITING).order_by("number")


def carry_out(pk: int, tell: Tell = silent) -> None:
    """Write what the report says. What changed since the report was made is left, and told."""
    by_chunks(pk, State.RUNNING, State.DONE, waiting_rows, _write, tell)


def by_chunks(
    pk: int,
    before: RegisterImport.State,
    after: RegisterImport.State,
    rows_of: Callable[[RegisterImport], Any],
    act: Callable[[RegisterImport, list[ImportRow]], None],
    tell: Tell,
) -> None:
    """The step that makes `before` to `after`: act on the rows that are left of it, until none is."""
    while True:
        with transaction.atomic():
            of = locked(pk, before)
            if of is None:
                return
            rows = list(rows_of(of)[:CHUNK])
            if not rows:
                finish(pk, before, after)
                return
            act(of, rows)
            done = of.done + len(rows)
            note_progress(pk, done, of.total)
        tell(done, of.total)


def _write(of: RegisterImport, rows: list[ImportRow]) -> None:
    planner = Planner(of, Index(), {})
    plans = planner.plan([(row.number, Said(row.values)) for row in rows], suggest=False)
    writer = Writer(of)
    for row, plan in zip(rows, plans, strict=True):
        _leave_check(row, plan)
        if row.alike and of.leave_doubles and row.kind == Kind.NEW:
            row.outcome, row.kept = Outcome.LEFT, [*row.kept, problem("left-out")]
        elif (plan.kind, plan.pk, plan.changes) != (row.kind, row.organization_id, row.changes):
            row.outcome, row.kept = Outcome.LEFT, [*row.kept, problem("moved")]
        elif row.kind != Kind.UNCHANGED:
            writer.take(row)
            row.outcome = Outcome.DONE
    writer.write()
    save_rows(rows, "kind", "changes", "outcome", "kept", "organization", "sources_before", "version_after")


def _leave_check(row: ImportRow, plan: Plan) -> None:
    """What was compared since, or belongs to whoever imports, is not compared; the rest of the row is written."""
    if row.kind == Kind.CHANGED and CHECK in row.changes and CHECK not in plan.changes:
        del row.changes[CHECK]
        row.kind = Kind.CHANGED if row.changes else Kind.UNCHANGED


def save_rows(rows: list[ImportRow], *fields: str) -> None:
    """Rows that are there: one statement that inserts over them, where `bulk_update` takes ten times as long."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=[*fields])


def moment(day: dt.date) -> dt.datetime:
    """The beginning of a day, where the country's clocks are."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


class Writer:
    """Writes the rows of one chunk, in few statements."""

    def __init__(self, of: RegisterImport) -> None:
        self.of, self.said_at = of, moment(of.as_of)
        self.source = str(of)
        self.new: list[tuple[ImportRow, Organization]] = []
        self.changed: list[ImportRow] = []

    def take(self, row: ImportRow) -> None:
        """One more to write."""
        if row.kind == Kind.NEW:
            self.new.append((row, self._entry(row)))
        else:
            self.changed.append(row)

    def write(self) -> None:
        """All that was taken. Belongs into the transaction that notes the rows as done."""
        Organization.objects.bulk_create([entry for _row, entry in self.new])
        for row, entry in self.new:
            row.organization, row.version_after = entry, entry.version
        old = Organization.objects.in_bulk([row.organization_id for row in self.changed])
        pairs = self.new + [(row, old[row.organization_id or 0]) for row in self.changed]
        if not pairs:
            return
        self._sources(pairs)
        for row, entry in pairs[len(self.new) :]:
            self._change(row, entry)
        self._figures(pairs)
        ended = self._checks(pairs)
        Change.objects.bulk_create(
            change for row, entry in pairs for change in self._log(row, entry, ended=entry.pk in ended)
        )
        show_anew(*(entry for _row, entry in pairs))

    def _entry(self, row: ImportRow) -> Organization:
        values = {name: value for name, value in row.values.items() if name != ROWS}
        second = values.get("legal_form") == "secondary-cooperative"
        values.setdefault("level", Level.SECONDARY if second else Level.PRIMARY)
        return Organization(
            token=f"import-{self.of.pk}-{row.number}",
            name_key=key_of(values["name_mn"]),
            status=Status.UNCONFIRMED,
            listed_at=timezone.now(),
            **values,
        )

    def _change(self, row: ImportRow, entry: Organization) -> None:
        for name, (_old, new) in row.changes.items():
            if name not in {ROWS, CHECK}:
                setattr(entry, name, new)
        entry.name_key = key_of(entry.name_mn)
        entry.version += 1
        entry.save()
        row.version_after = entry.version

    def _sources(self, pairs: list[tuple[ImportRow, Organization]]) -> None:
        """Who says it now; who had said it before is kept for the way back."""
        before: dict[tuple[int, str], FieldSource] = {
            (one.organization_id, one.field): one
            for one in FieldSource.objects.filter(organization__in=[entry for _row, entry in pairs])
        }
        fresh = []
        for row, entry in pairs:
            names = row.values if row.kind == Kind.NEW else row.changes
            for name in names:
                if name == CHECK:
                    continue
                one = before.get((entry.pk, name))
                if one is not None and one.said_at > self.said_at:  # an earlier year's figures
                    continue
                row.sources_before[name] = (
                    {"source": one.source, "said_at": one.said_at.isoformat()} if one else None
                )
                fresh.append(
                    FieldSource(organization=entry, field=name, source=self.source, said_at=self.said_at)
                )
        FieldSource.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["organization", "field"],
            update_fields=["said_by", "helped", "said_at", "source"],
        )

    def _figures(self, pairs: list[tuple[ImportRow, Organization]]) -> None:
        rows = []
        for row, entry in pairs:
            value = row.values.get(ROWS) if row.kind == Kind.NEW else row.changes.get(ROWS, [None, None])[1]
            if value:
                numbers = dict(zip(FIGURES, value[1:], strict=True))
                rows.append(YearFigures(organization=entry, year=value[0], **numbers))
        YearFigures.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["organization", "year"],
            update_fields=[*FIGURES, "said_by"],
        )

    def _checks(self, pairs: list[tuple[ImportRow, Organization]]) -> set[int]:
        """A comparison ends with what was compared; the state register's own extract is a new one, as of its day.

        Returns the entries whose comparison ended.
        """
        compared = {*RegisterCheck.COMPARED, CHECK}
        touched = [entry.pk for row, entry in pairs if not compared.isdisjoint(row.changes)]
        current = RegisterCheck.objects.filter(organization__in=touched, ended_at=None)
        ended = set(current.values_list("organization", flat=True))
        current.update(ended_at=timezone.now())
        made = RegisterCheck.objects.bulk_create(
            RegisterCheck(
                organization=entry, number=row.values["registration_number"], checked_by=self.of.approved_by
            )
            for row, entry in pairs
            if CHECK in row.changes
        )
        RegisterCheck.objects.filter(pk__in=[one.pk for one in made]).update(checked_at=self.said_at)
        return ended

    def _log(self, row: ImportRow, entry: Organization, *, ended: bool) -> Iterator[Change]:
        fields = {name: pair for name, pair in row.changes.items() if name not in {ROWS, CHECK}}
        data: dict[str, Any] = {"source": self.source}
        if row.kind == Kind.NEW:
            data["name"] = entry.name_mn
        elif fields:
            data["fields"] = fields
        actions = [Change.Action.ENTERED if row.kind == Kind.NEW else Change.Action.EDITED]
        if CHECK in row.changes:
            actions.append(Change.Action.CHECKED)
        elif ended:
            actions.append(Change.Action.CHECK_ENDED)
        for number, action in enumerate(actions):
            yield Change(
                action=action,
                actor=self.of.approved_by,
                organization=entry,
                version=entry.version,
                data=data if not number else {"source": self.source},
            )
