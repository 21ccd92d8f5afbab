"""In which order the list stands: by name, the newest change first, the freshest first, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.languages import current_language
from core.places import Place
from directory.distance import nearest_first, starting_points
from directory.narrowing import Narrowed
from directory.overview import positions

SORTS = {
    "best": _("best match"),
    "name": _("name"),
    "new": _("newest change"),
    "fresh": _("last confirmed"),
    "near": _("nearest first, from:"),
}


@dataclass(frozen=True)
class Order:
    """How the list is sorted.

    sort:    of `SORTS`; near: whence distances are told, None for another sort.
    unknown: what of the address was left out.
    """

    sort: str
    near: Place | None
    unknown: tuple[str, ...] = ()

    def positions(self, narrowed: Narrowed, ranked: Sequence[int]) -> Iterable[int]:
        """The entries' positions in this order. ranked: those that were searched for, the best first."""
        every = narrowed.every
        if self.sort == "best":
            return ranked
        if self.near is not None:
            places = nearest_first(self.near, every.bits["place"])
            known = 0
            for _place, bits in places:
                known |= bits
            groups = [bits & narrowed.bits for _place, bits in places]
            return chain.from_iterable(map(positions, [*groups, narrowed.bits & ~known]))
        if self.sort in every.orders:
            return every.orders[self.sort]
        return every.orders[f"name:{current_language()}"]


def order_of(query: QueryDict, narrowed: Narrowed, *, searched: bool) -> Order:
    """The order that an address asks for.

    query: `sort`, and `near` (the code of an aimag or district), without which the one chosen place is meant.
    searched: whether there are words to be the best match for.
    """
    points = {one.code: one for one in starting_points()}
    asked, near = query.get("sort", ""), query.get("near", "")
    unknown = [text[:40] for text, known in ((asked, SORTS), (near, points)) if text and text not in known]
    default = "best" if searched else "name"
    sort = asked if asked in SORTS and (searched or asked != "best") else default
    if sort != "near" or unknown:
        return Order(sort if sort != "near" else default, None, tuple(unknown))
    chosen = {value if value in points else value[:2] for value in narrowed.chosen["place"]}
    start = near or (chosen.pop() if len(chosen) == 1 else "")
    return Order("near", points[start]) if start else Order(default, None, ("near",))


def sort_options(order: Order, *, searched: bool) -> list[dict[str, Any]]:
    """For the form."""
    return [
        {"value": name, "label": label, "on": name == order.sort}
        for name, label in SORTS.items()
        if searched or name != "best"
    ]
