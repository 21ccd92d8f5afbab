"""What the address of a list asks for: values of facets. What it can't mean is told, not refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.places import place

#: The facet whose values lie below each other.
PLACES = "place"


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


def values_of(query: QueryDict, name: str, known: Collection[str]) -> tuple[list[str], list[str]]:
    """What the address asks of a facet: the known values, and the beginnings of the texts that are none."""
    asked = [value for value in dict.fromkeys(query.getlist(name)) if value]
    return [value for value in asked if value in known], [value[:40] for value in asked if value not in known]


def narrowest(places: Collection[str]) -> list[str]:
    """A soum stands for itself alone, also where its aimag is chosen too."""
    above = {place(code).parent for code in places}
    return [code for code in places if code not in above]


def choices_of(
    name: str, legend: Any, labels: Mapping[str, Any], counts: Mapping[str, int], chosen: Collection[str]
) -> Iterator[Choice]:
    """A facet with those of its boxes that lead somewhere, or are chosen.

    Places in two steps: aimags, then the soums of the chosen ones.
    """
    options = [
        Option(value, label, counts.get(value, 0), value in chosen)
        for value, label in labels.items()
        if counts.get(value) or value in chosen
    ]
    if name != PLACES:
        if len(options) > 1 or chosen:
            yield Choice(name, legend, options)
        return
    tops = [option for option in options if not place(option.value).parent]
    if tops:
        yield Choice(name, legend, tops)
    for top in sorted({value[:2] for value in chosen}):
        below = [option for option in options if place(option.value).parent == top]
        if below:
            yield Choice(name, _("%(aimag)s: soums and districts") % {"aimag": place(top).full_name}, below)
