"""Lists that readers narrow: facets that stand in the address, counted, and pages of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from core.paging import page_of


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list.

    name:    as it stands in the address; legend: what the reader reads above its boxes.
    options: label of each value, in their order; of: the values that an entry has.
    """

    name: str
    legend: Any
    options: Mapping[str, Any]
    of: Callable[[Any], Iterable[str]]


def narrowed(
    entries: Sequence[Any], facets: Sequence[Facet], query: QueryDict, per_page: int
) -> dict[str, Any]:
    """The entries that fit the address, with counted facets.

    query: a parameter for each facet (each may stand several times; unknown values are ignored), and `page`.
    Returns `entries` (a paginator page), `total`, `facets` (`[{name, legend, options: [{value, label, count, on}]}]`,
    those alone that have more than one option), `filtered` (whether anything is chosen). A facet's counts respect
    the other facets, not itself. Raises Http404 for a page that is none.
    """
    wanted = {f.name: {v for v in query.getlist(f.name) if v in f.options} for f in facets}

    def fits(entry: Any, but: str = "") -> bool:
        return all(f.name == but or not wanted[f.name] or wanted[f.name] & set(f.of(entry)) for f in facets)

    shown = []
    for facet in facets:
        counts: dict[str, int] = dict.fromkeys(facet.options, 0)
        for entry in entries:
            if fits(entry, but=facet.name):
                for value in set(facet.of(entry)) & counts.keys():
                    counts[value] += 1
        options = [
            {"value": value, "label": label, "count": counts[value], "on": value in wanted[facet.name]}
            for value, label in facet.options.items()
            if counts[value] or value in wanted[facet.name]
        ]
        if len(options) > 1 or wanted[facet.name]:
            shown.append({"name": facet.name, "legend": facet.legend, "options": options})
    found = [entry for entry in entries if fits(entry)]
    return {
        "entries": page_of(found, query, per_page),
        "total": len(found),
        "facets": shown,
        "filtered": any(wanted.values()),
    }
