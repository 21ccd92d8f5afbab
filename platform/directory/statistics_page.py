"""The statistics as a reader sees them: tables whose rows have a bar each, columns by year, and a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.collation import sort_key
from core.places import place
from directory.facets import FACETS
from directory.statistics import PARTS, Group, Persons, as_data, statistics
from directory.tables import MARK, line

#: A column chart, in the units of its drawing.
WIDTH, HEIGHT, GAP = 320.0, 90.0, 0.25
#: So many years get a column; what was before stands together in the first.
YEARS = 40


@dataclass(frozen=True)
class Row:
    """A row of a table. width: of its bar, of 100; to: what its name adds to the list's address, "" for no link."""

    group: Group
    label: str
    width: float
    to: str

    @property
    def cells(self) -> list[tuple[str, Any]]:
        """What is told of persons."""
        return cells(self.group.persons)


@dataclass(frozen=True)
class Column:
    """A column of a chart, with where it stands."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


def cells(persons: Persons) -> list[tuple[str, Any]]:
    """(what, value, too few to tell, percent) of members, women and young people."""
    labels = {"members": _("Members"), "women": _("Women"), "youth": _("Young people")}
    return [
        (
            labels[part],
            {
                "value": persons.told(part) if part == "members" else persons.share(part),
                "few": persons.is_few(part),
                "percent": part != "members",
            },
        )
        for part in PARTS
    ]


def statistics_context() -> dict[str, Any]:
    """All that the page shows."""
    found = statistics()
    rows = {name: _rows(name, groups) for name, groups in found.by.items()}
    return {
        "statistics": found,
        "cells": cells(found.latest),
        "left_out": max(found.latest.left_out.values()),
        "tables": [
            (_("By aimag"), _("Aimag or city"), rows["place"], ""),
            (_("By legal form"), _("Legal form"), rows["form"], ""),
            (_("By sector"), _("Sector"), rows["sector"], _("An organization may work in several sectors.")),
        ],
        "founded": _columns(found.founded),
        "listed": _columns(found.listed),
        "years": _rows("", found.years),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _rows(facet: str, groups: Sequence[Group]) -> list[Row]:
    """Places by name, the rest by how many they are, the unknown last."""
    labels = next((one.labels() for one in FACETS if one.name == facet), {})
    most = max((one.entries for one in groups), default=0)
    found = []
    for one in groups:
        name = place(one.code).full_name if facet == "place" and one.code else labels.get(one.code, one.code)
        label = capfirst(str(name)) if one.code else _("not known")
        to = f"?{facet}={one.code}" if facet and one.code else ""
        found.append(Row(one, label, round(100 * one.entries / most, 1), to))
    if facet == "place":
        return sorted(found, key=lambda row: (not row.group.code, sort_key(row.label)))
    if facet:
        return sorted(found, key=lambda row: (not row.group.code, -row.group.entries))
    return found


def _columns(groups: Sequence[Group]) -> dict[str, Any]:
    """The chart of a row of years: `columns`, `rows` for the table, `first` and `last` year, `most`."""
    known = [one for one in groups if one.code]
    rows = [(one.code or _("not known"), one.entries) for one in groups]
    if not known:
        return {"columns": [], "rows": rows}
    last = int(known[-1].code)
    first = max(int(known[0].code), last - YEARS + 1)
    counts = dict.fromkeys(range(first, last + 1), 0)
    for one in known:
        counts[max(int(one.code), first)] += one.entries
    most, step = max(counts.values()), WIDTH / len(counts)
    before = _("%(year)s and before") if int(known[0].code) < first else "%(year)s"
    columns = [
        Column(
            label=before % {"year": year} if year == first else str(year),
            count=count,
            x=round((year - first + GAP / 2) * step, 2),
            y=round(HEIGHT * (1 - count / most), 2),
            width=round(step * (1 - GAP), 2),
            height=round(HEIGHT * count / most, 2),
        )
        for year, count in counts.items()
    ]
    return {"columns": columns, "rows": rows, "first": columns[0].label, "last": str(last), "most": most}


def statistics_csv() -> str:
    """A row for each row of each table."""
    data = as_data()
    persons = list(data["persons"])
    lines = [line(["table", "code", "name", "organizations", *persons])]
    rows: Iterable[tuple[str, dict[str, Any]]] = [
        ("all", {"code": "", "organizations": data["organizations"], **data["persons"]}),
        *((name, row) for name, table in data.items() if isinstance(table, list) for row in table),
    ]
    for name, row in rows:
        told = [row.get(part) for part in persons]
        lines.append(line([name, row["code"], row.get("name", ""), row["organizations"], *told]))
    return MARK + "".join(lines)
