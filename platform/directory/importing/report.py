"""An import as staff reads it: counts by kind, reasons, and each row with what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.log_words import label_of, shown
from accounts.models import Organization
from directory.importing.columns import template_rows
from directory.importing.planning import CHECK, ROWS
from directory.importing.problems import told
from directory.importing.values import FIGURES
from directory.models import ImportRow, RegisterImport
from directory.tables import MARK, line

Kind = ImportRow.Kind
MOST_REASONS = 30


@dataclass(frozen=True)
class Counted:
    """How many rows of a kind."""

    kind: str
    label: Any
    number: int


@dataclass(frozen=True)
class RowView:
    """A row in words. lines: what it would change, what is kept, why it is refused; alike: (what, entry's key)."""

    row: ImportRow
    name: str
    lines: list[str]
    alike: list[tuple[str, int]]


def counts(of: RegisterImport) -> list[Counted]:
    """Of every kind."""
    found = dict(of.rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return [Counted(kind.value, kind.label, found.get(kind.value, 0)) for kind in Kind]


def outcomes(of: RegisterImport) -> list[Counted]:
    """What became of the rows that were to be written."""
    rows = of.rows.filter(kind__in=[Kind.NEW, Kind.CHANGED]).order_by()
    found = dict(rows.values_list("outcome").annotate(n=Count("pk")))
    return [
        Counted(one.value, one.label, found[one.value]) for one in ImportRow.Outcome if found.get(one.value)
    ]


def reasons(of: RegisterImport) -> list[tuple[str, int]]:
    """Why rows are refused, the most frequent reason first."""
    found: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], Any] = {}
    for problems in of.rows.filter(kind=Kind.REFUSED).values_list("problems", flat=True):
        for one in problems:
            key = (one["code"], one.get("column", ""))
            found[key] += 1
            samples.setdefault(key, {**one, "value": "…", "rows": "…", "names": {}})
    return [(told(samples[key]), number) for key, number in found.most_common(MOST_REASONS)]


def doubtful(of: RegisterImport) -> int:
    """How many new rows may be other entries' doubles."""
    return of.rows.filter(kind=Kind.NEW).exclude(alike=[]).count()


def in_words(rows: Iterable[ImportRow]) -> list[RowView]:
    """One query more, however many rows."""
    rows = list(rows)
    entries = Organization.objects.in_bulk({pk for row in rows for pk in row.alike if pk > 0})
    return [
        RowView(
            row,
            str(row.values.get("name_mn", "")),
            list(lines_of(row)),
            [
                (entries[pk].name, pk) if pk in entries else (_("Row %(number)s") % {"number": -pk}, 0)
                for pk in row.alike
                if pk < 0 or pk in entries
            ],
        )
        for row in rows
    ]


def lines_of(row: ImportRow) -> Iterable[str]:
    """Why it is refused; what it enters or would change; what stays as it is."""
    yield from map(told, row.problems)
    if row.kind == Kind.NEW:
        values = [_shown(name, row.values.get(name)) for name in ("legal_form", "place", "founded", ROWS)]
        yield " · ".join(filter(None, values))
    for name, (old, new) in row.changes.items():
        yield _("%(field)s: %(before)s → %(after)s") % {
            "field": _label(name),
            "before": _shown(name, old) or _("nothing"),
            "after": _shown(name, new) or _("nothing"),
        }
    for one in row.kept:
        yield f"{_label(one['field'])}: {told(one)}" if "field" in one else told(one)


def _label(name: str) -> str:
    if name == ROWS:
        return _("Figures")
    return _("Compared with the state register") if name == CHECK else label_of(name)


def _shown(name: str, value: Any) -> str:
    if name == CHECK:
        return str(value or "").replace("-", ".")
    if name == ROWS:
        return figures_words(value)
    return shown(name, value)


def figures_words(value: Sequence[Any] | None) -> str:
    """A year with its numbers."""
    if not value:
        return ""
    names = (_("members"), _("women"), _("young people"), _("employees"))
    numbers = zip(FIGURES, names, value[1:], strict=True)
    return ", ".join(
        [str(value[0]), *(f"{name} {number}" for _f, name, number in numbers if number is not None)]
    )


def as_csv(of: RegisterImport) -> str:
    """The whole report for a spreadsheet, in the active language."""
    head = [_("Row"), _("Kind"), _("Result"), _("Name"), _("Registration number"), _("What and why")]
    lines = [line(head)]
    for row in of.rows.order_by("number").iterator(chunk_size=2_000):
        cells = [
            row.number,
            row.get_kind_display(),
            row.get_outcome_display(),
            str(row.values.get("name_mn", "")),
            str(row.values.get("registration_number", "")),
            "; ".join(lines_of(row)),
        ]
        lines.append(line(cells))
    return MARK + "".join(lines)


def template_csv() -> str:
    """An empty register with its headings and one row as an example."""
    return MARK + "".join(map(line, template_rows()))
