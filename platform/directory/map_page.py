"""The map's equal in a table: each aimag and the capital, how many entries, how many of them somebody vouches for,
how many nobody has confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.collation import sort_key
from core.places import Place, top_places
from directory.narrowing import Narrowed


@dataclass(frozen=True)
class MapRow:
    """A line of the table. place: None for entries whose place is not known."""

    place: Place | None
    count: int
    verified: int
    unconfirmed: int


def map_rows(narrowed: Narrowed) -> list[MapRow]:
    """By name; last the entries without a place, where there are any."""
    every = narrowed.every
    entries = narrowed.but("place")
    vouched = every.having("verified", ["register", "union"])
    stale = every.bits["fresh"].get("no", 0)

    def row(place: Place | None, here: int) -> MapRow:
        return MapRow(place, here.bit_count(), (here & vouched).bit_count(), (here & stale).bit_count())

    rows, somewhere = [], 0
    for place in sorted(top_places(), key=lambda one: sort_key(one.name)):
        here = entries & every.bits["place"].get(place.code, 0)
        somewhere |= here
        rows.append(row(place, here))
    nowhere = entries & ~somewhere
    if nowhere:
        rows.append(row(None, nowhere))
    return rows
