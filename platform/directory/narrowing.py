"""The public entries as an address narrows them, with counts. What it can't mean is told, not refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.places import place, top_places
from directory.facets import FACETS, PLACE, Facet
from directory.overview import Overview, overview


@dataclass(frozen=True)
class Option:
    """One choice of a facet."""

    value: str
    label: Any
    count: int
    on: bool


@dataclass(frozen=True)
class Choice:
    """A facet with its options."""

    name: str
    legend: Any
    options: list[Option]


class Narrowed:
    """What an address asks for.

    query:   a parameter for each of `FACETS`; each may stand several times.
    within:  only these entries (bits of positions), None: all.
    chosen:  the known values by facet; unknown: the texts that are none.
    """

    def __init__(self, query: QueryDict, within: int | None = None) -> None:
        self.every: Overview = overview()
        self.within = self.every.everyone if within is None else within
        self.chosen: dict[str, list[str]] = {}
        self.unknown: list[str] = []
        for facet in FACETS:
            known = facet.labels()
            asked = [value for value in dict.fromkeys(query.getlist(facet.name)) if value]
            self.chosen[facet.name] = [value for value in asked if value in known]
            self.unknown += [value[:40] for value in asked if value not in known]
        self._counted: dict[str, dict[str, int]] = {}
        self._sets = {
            facet.name: self.every.having(facet.name, _meant(facet, self.chosen[facet.name]))
            for facet in FACETS
        }

    @cached_property
    def bits(self) -> int:
        """The entries that fit."""
        return self.but("")

    def but(self, name: str) -> int:
        """The entries that fit all facets but this one: a facet's counts don't respect its own choice."""
        found = self.within
        for facet, bits in self._sets.items():
            if facet != name:
                found &= bits
        return found

    def counts(self, name: str) -> dict[str, int]:
        """How many entries each value of a facet would lead to; of places only those that can be chosen now."""
        if name not in self._counted:
            others, bits_of = self.but(name), self.every.bits[name]
            wanted = self._places() if name == PLACE.name else bits_of
            self._counted[name] = {
                value: (others & bits_of[value]).bit_count() for value in wanted if value in bits_of
            }
        return self._counted[name]

    def unconfirmed(self) -> dict[str, int]:
        """How many of the entries of each aimag that `counts` counts nobody confirms, or nobody did for long."""
        stale = self.but(PLACE.name) & self.every.bits["fresh"].get("no", 0)
        bits_of = self.every.bits[PLACE.name]
        return {top.code: (stale & bits_of.get(top.code, 0)).bit_count() for top in top_places()}

    def _places(self) -> list[str]:
        """Aimags, and what lies below the chosen ones."""
        chosen = {value[:2] for value in self.chosen[PLACE.name]}
        return [
            one.code for top in top_places() for one in (top, *(top.children() if top.code in chosen else ()))
        ]

    @property
    def number(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.chosen.values()))

    def choices(self) -> list[Choice]:
        """The facets with those of their boxes that lead somewhere, or are chosen."""
        return [choice for facet in FACETS for choice in self._choices(facet)]

    def _choices(self, facet: Facet) -> list[Choice]:
        """Places in two steps: aimags, then the soums of the chosen ones."""
        counts, chosen = self.counts(facet.name), self.chosen[facet.name]
        options = [
            Option(value, label, counts.get(value, 0), value in chosen)
            for value, label in facet.labels().items()
            if counts.get(value) or value in chosen
        ]
        if facet is not PLACE:
            return [Choice(facet.name, facet.legend, options)] if len(options) > 1 or chosen else []
        tops = [option for option in options if not place(option.value).parent]
        found = [Choice(facet.name, facet.legend, tops)] if tops else []
        for top in sorted({value[:2] for value in chosen}):
            below = [option for option in options if place(option.value).parent == top]
            if below:
                legend = _("%(aimag)s: soums and districts") % {"aimag": place(top).full_name}
                found.append(Choice(facet.name, legend, below))
        return found


def _meant(facet: Facet, values: Sequence[str]) -> list[str]:
    """A soum stands for itself alone, also where its aimag is chosen too."""
    if facet is not PLACE:
        return list(values)
    narrower = {place(value).parent for value in values}
    return [value for value in values if value not in narrower]
