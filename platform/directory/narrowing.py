"""The public entries as an address narrows them, with counts. What it can't mean is told, not refused."""

from __future__ import annotations

from functools import cached_property

from django.http import QueryDict

from core.places import top_places
from directory.asked import PLACES, Choice, choices_of, narrowest, values_of
from directory.facets import FACETS
from directory.overview import Overview, overview


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
            self.chosen[facet.name], unknown = values_of(query, facet.name, facet.labels())
            self.unknown += unknown
        self._counted: dict[str, dict[str, int]] = {}
        meant = {**self.chosen, PLACES: narrowest(self.chosen[PLACES])}
        self._sets = {name: self.every.having(name, values) for name, values in meant.items()}

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
            wanted = self._places() if name == PLACES else bits_of
            self._counted[name] = {
                value: (others & bits_of[value]).bit_count() for value in wanted if value in bits_of
            }
        return self._counted[name]

    def unconfirmed(self) -> dict[str, int]:
        """How many of the entries of each aimag that `counts` counts nobody confirms, or nobody did for long."""
        stale = self.but(PLACES) & self.every.bits["fresh"].get("no", 0)
        bits_of = self.every.bits[PLACES]
        return {top.code: (stale & bits_of.get(top.code, 0)).bit_count() for top in top_places()}

    def _places(self) -> list[str]:
        """Aimags, and what lies below the chosen ones."""
        chosen = {value[:2] for value in self.chosen[PLACES]}
        return [
            one.code for top in top_places() for one in (top, *(top.children() if top.code in chosen else ()))
        ]

    @property
    def number(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.chosen.values()))

    def choices(self) -> list[Choice]:
        """The facets with those of their boxes that lead somewhere, or are chosen."""
        return [
            choice
            for facet in FACETS
            for choice in choices_of(
                facet.name, facet.legend, facet.labels(), self.counts(facet.name), self.chosen[facet.name]
            )
        ]
