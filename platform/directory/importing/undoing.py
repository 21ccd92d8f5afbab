"""Takes a whole import back: what nobody touched since goes or gets its earlier values, the rest stays and is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.editing import show_anew
from accounts.models import Change, FieldSource, Organization, RegisterCheck, Report, YearFigures
from accounts.reportable import type_of
from accounts.similar import key_of
from directory.importing.planning import CHECK, ROWS
from directory.importing.problems import Problem, problem
from directory.importing.running import Tell, by_chunks, moment, save_rows, silent
from directory.importing.values import FIGURES
from directory.models import ImportRow, OpenEntry, RegisterImport

State, Kind, Outcome = RegisterImport.State, ImportRow.Kind, ImportRow.Outcome
#: What an import makes beside the entry, and what the open data told of it: these do not hold it.
OURS = (FieldSource, Change, ImportRow, YearFigures, RegisterCheck, OpenEntry)


def rows_to_undo(of: RegisterImport) -> Any:
    """Those that were written and not taken back."""
    return of.rows.filter(outcome=Outcome.DONE).order_by("-number")


def take_back(pk: int, tell: Tell = silent) -> None:
    """The last row first."""
    by_chunks(pk, State.UNDOING, State.UNDONE, rows_to_undo, _take_back, tell)


def _take_back(of: RegisterImport, rows: list[ImportRow]) -> None:
    pks = [row.organization_id for row in rows if row.organization_id]
    entries = Organization.objects.select_for_update().in_bulk(pks)
    used = _used([row.organization_id for row in rows if row.kind == Kind.NEW and row.organization_id])
    gone: set[int] = set()
    back = _Back(of, list(entries))
    for row in rows:
        entry = entries.get(row.organization_id or 0)
        row.kept, row.outcome = [], Outcome.UNDONE
        if entry is None:
            continue
        if row.kind == Kind.CHANGED:
            row.kept = back.restore(row, entry)
            row.outcome = Outcome.STAYS if row.kept else Outcome.UNDONE
        elif entry.version != row.version_after:
            row.kept, row.outcome = [problem("left-changed")], Outcome.STAYS
        elif entry.pk in used:
            row.kept, row.outcome = [problem("left-used")], Outcome.STAYS
        else:
            gone.add(entry.pk)
    show_anew(*entries.values())
    _remove(gone)
    for row in rows:
        if row.organization_id in gone:
            row.organization = None
    save_rows(rows, "outcome", "kept", "organization")


def _used(pks: Collection[int]) -> set[int]:
    """Those to which anything points that an import does not make: roles, requests, links, reports, posts."""
    found: set[int] = set()
    for relation in Organization._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        model, name = relation.related_model, relation.field.name
        if model in OURS and name == "organization":
            continue
        rows: Any = model
        found |= set(rows._base_manager.filter(**{f"{name}__in": pks}).values_list(name, flat=True))
    reported = Report.objects.filter(target_type=type_of(Organization()), target_id__in=pks)
    return found | set(reported.values_list("target_id", flat=True))


def _remove(pks: Collection[int]) -> None:
    """The log keeps what was done, with the name, without the entry."""
    models.QuerySet(Change).filter(organization__in=pks).update(organization=None)
    Organization.objects.filter(pk__in=pks).delete()


class _Back:
    """Gives fields their earlier values."""

    def __init__(self, of: RegisterImport, pks: list[int]) -> None:
        self.of, self.source, self.said_at = of, str(of), moment(of.as_of)
        sources = FieldSource.objects.filter(organization__in=pks)
        self.sources = {(one.organization_id, one.field): one for one in sources}
        figures = YearFigures.objects.filter(organization__in=pks)
        self.figures = {(one.organization_id, one.year): one for one in figures}

    def restore(self, row: ImportRow, entry: Organization) -> list[Problem]:
        """Each field that still says what the import wrote. Returns what stays, with the reason."""
        stays, fields, touched = [], {}, False
        for name, (old, new) in row.changes.items():
            if name == CHECK:
                touched |= self._end_check(entry, old)
                continue
            if not self._is_ours(entry, name, new):
                stays.append({**problem("left-field"), "field": name})
                continue
            touched = True
            if name == ROWS:
                self._restore_figures(entry, old, new)
            else:
                setattr(entry, name, old)
                fields[name] = [new, old]
            self._restore_source(entry, name, row.sources_before.get(name))
        if touched:
            entry.name_key = key_of(entry.name_mn)
            entry.version += 1
            entry.save()
            Change.objects.create(
                action=Change.Action.EDITED,
                actor=self.of.undone_by,
                organization=entry,
                version=entry.version,
                data={"source": self.source, **({"fields": fields} if fields else {})},
            )
            if not set(fields).isdisjoint(RegisterCheck.COMPARED):
                self._end_check(entry, None)
        return stays

    def _is_ours(self, entry: Organization, name: str, new: Any) -> bool:
        source = self.sources.get((entry.pk, name))
        if source is None or source.said_by_id is not None:
            return False
        if name != ROWS:
            return self._is_my_source(source) and bool(getattr(entry, name) == new)
        row = self.figures.get((entry.pk, new[0]))
        return (
            row is not None
            and row.confirmed_at is None
            and row.said_by_id is None
            and new == [row.year, *(getattr(row, part) for part in FIGURES)]
        )

    def _is_my_source(self, source: FieldSource) -> bool:
        return source.source == self.source and source.said_at == self.said_at

    def _restore_figures(self, entry: Organization, old: list[Any] | None, new: list[Any]) -> None:
        row = self.figures[entry.pk, new[0]]
        if old is None:
            row.delete()
            return
        for part, value in zip(FIGURES, old[1:], strict=True):
            setattr(row, part, value)
        row.save()

    def _restore_source(self, entry: Organization, name: str, before: dict[str, str] | None) -> None:
        source = self.sources[entry.pk, name]
        if not self._is_my_source(source):
            return
        if before is None:
            source.delete()
            return
        source.source, source.said_at = before["source"], dt.datetime.fromisoformat(before["said_at"])
        source.save()

    def _end_check(self, entry: Organization, old: str | None) -> bool:
        """The comparison that the import noted ends; an earlier one that it took the place of holds again."""
        mine = RegisterCheck.objects.filter(organization=entry, ended_at=None, checked_at=self.said_at)
        ended = bool(mine.update(ended_at=timezone.now()))
        if ended and old:
            earlier = RegisterCheck.objects.filter(organization=entry, checked_at__lt=self.said_at)
            last = earlier.order_by("-checked_at").first()
            if last is not None and last.number == entry.registration_number:
                RegisterCheck.objects.filter(pk=last.pk).update(ended_at=None)
        return ended
