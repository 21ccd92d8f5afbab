"""The directory in numbers: entries by place, legal form and sector, their members, women and young people, over time.

Entries are public, so their counts are never hidden. Of persons a sum is made of those numbers alone that the entries'
own pages tell (`small_numbers`): what is too small to be told there is in no sum, and how many were left out is said.
So no sum, no difference of sums and no total can tell more than the pages do (docs/adr/0014).

Page, file and interface all take these figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractYear, Substr

from accounts.models import YearFigures
from core import shared
from core.places import top_places
from directory.facets import FACETS, Facet
from directory.overview import Overview, overview, positions
from directory.permissions import public_entries
from directory.samples import MARK
from directory.small_numbers import told_numbers

#: What is summed.
PARTS = ("members", "women", "youth")
#: By which facets.
BY = ("place", "form", "sector")


class _Told(NamedTuple):
    """A year's numbers of one entry as its page tells them; few: names of those that it does not tell."""

    members: int | None
    women: int | None
    youth: int | None
    few: tuple[str, ...]


@dataclass
class Persons:
    """Sums over entries. By part: the sum; of how many entries; how many were left out as too small to be told.

    base: the members of those entries whose women (young people) are told: what a share is a share of.
    """

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    of: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    left_out: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    base: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))

    def add(self, one: _Told) -> None:
        """One entry more."""
        for part in PARTS:
            value = getattr(one, part)
            if value is not None:
                self.sums[part] += value
                self.of[part] += 1
                self.base[part] += one.members or 0
            elif part in one.few:
                self.left_out[part] += 1

    def told(self, part: str) -> int | None:
        """The sum, None where nothing is known or may be told."""
        return self.sums[part] if self.of[part] else None

    def is_few(self, part: str) -> bool:
        """Whether something is known and nothing may be told."""
        return not self.of[part] and bool(self.left_out[part])

    def share(self, part: str) -> int | None:
        """Of a hundred members so many, None where nothing may be told."""
        return round(100 * self.sums[part] / self.base[part]) if self.base[part] else None


@dataclass(frozen=True)
class Group:
    """A row. code: of the facet's value, or a year; "" for entries of which it is not known."""

    code: str
    entries: int
    persons: Persons


@dataclass(frozen=True)
class Statistics:
    """All figures. by: rows of each facet of `BY`; the rest by year, oldest first.

    latest: persons by each entry's newest year; founded, listed: entries; years: persons; samples: whether any are in.
    """

    entries: int
    latest: Persons
    by: Mapping[str, Sequence[Group]]
    founded: Sequence[Group]
    listed: Sequence[Group]
    years: Sequence[Group]
    samples: bool


def statistics() -> Statistics:
    """As of the content's version: read once by a process, then at hand."""
    return shared.one("directory-statistics", _load)


def _load() -> Statistics:
    """Five queries, however many entries."""
    every = overview()
    latest: list[_Told | None] = [None] * len(every.pks)
    years: dict[int, tuple[int, Persons]] = {}
    total = Persons()
    for pk, year, *numbers in _figures():
        at = every.position.get(pk)
        if at is None:
            continue
        told = _Told(*told_numbers(*numbers))
        count, persons = years.get(year, (0, Persons()))
        persons.add(told)
        years[year] = (count + 1, persons)
        if latest[at] is None:  # the newest year comes first
            latest[at] = told
            total.add(told)
    entries = public_entries().order_by()
    return Statistics(
        entries=len(every.pks),
        latest=total,
        by={facet.name: _groups(facet, every, latest) for facet in FACETS if facet.name in BY},
        founded=_by_year(entries.annotate(year=Substr("founded", 1, 4))),
        listed=_by_year(entries.annotate(year=ExtractYear("listed_at"))),
        years=[Group(str(year), *years[year]) for year in sorted(years)],
        samples=entries.filter(token__startswith=MARK).exists(),
    )


def _figures() -> Iterable[tuple[Any, ...]]:
    rows = YearFigures.objects.order_by("organization", "-year")
    return rows.values_list("organization", "year", *PARTS).iterator(chunk_size=10_000)


def _groups(facet: Facet, every: Overview, latest: Sequence[_Told | None]) -> list[Group]:
    """Each value that has entries, those without one last."""
    bits_of = every.bits[facet.name]
    wanted = [one.code for one in top_places()] if facet.name == "place" else list(facet.labels())
    rest = every.everyone
    found = []
    for value in [value for value in wanted if bits_of.get(value)]:
        rest &= ~bits_of[value]
        found.append(_group(value, bits_of[value], latest))
    return [*found, _group("", rest, latest)] if rest else found


def _group(code: str, bits: int, latest: Sequence[_Told | None]) -> Group:
    persons = Persons()
    for at in positions(bits):
        if (told := latest[at]) is not None:
            persons.add(told)
    return Group(code, bits.bit_count(), persons)


def _by_year(entries: Any) -> list[Group]:
    """Years in order, entries of which it is not known last."""
    rows = entries.values_list("year").annotate(n=Count("pk"))
    counts = {str(year or ""): number for year, number in rows}
    known = [Group(year, counts[year], Persons()) for year in sorted(filter(None, counts))]
    return [*known, Group("", counts[""], Persons())] if "" in counts else known


def as_data() -> dict[str, Any]:
    """The same for machines, names in the active language.

    Keys: `organizations`, `samples`, `persons`, and by table name lists of rows: `place`, `form`, `sector` (an entry
    may stand in several), `founded`, `listed`, `years`. None stands where nothing is known or may be told;
    `…_left_out` says of how many organizations the number is too small to be told.
    """
    found = statistics()
    labels = {facet.name: facet.labels() for facet in FACETS if facet.name in BY}
    tables: dict[str, Any] = {
        name: [
            {
                "code": row.code,
                "name": str(labels[name].get(row.code, "")),
                "organizations": row.entries,
                **_persons_data(row.persons),
            }
            for row in rows
        ]
        for name, rows in found.by.items()
    }
    tables |= {
        name: [{"code": row.code, "organizations": row.entries} for row in rows]
        for name, rows in (("founded", found.founded), ("listed", found.listed))
    }
    tables["years"] = [
        {"code": row.code, "organizations": row.entries, **_persons_data(row.persons)} for row in found.years
    ]
    return {
        "organizations": found.entries,
        "samples": found.samples,
        "persons": _persons_data(found.latest),
        **tables,
    }


def _persons_data(persons: Persons) -> dict[str, int | None]:
    data: dict[str, int | None] = {}
    for part in PARTS:
        data[part] = persons.told(part)
        data[f"{part}_of"] = persons.of[part]
        data[f"{part}_left_out"] = persons.left_out[part]
        if part != "members":
            data[f"{part}_percent"] = persons.share(part)
    return data
