"""How far entries are, about: from the middle of one aimag or district of the capital to that of another.

The middle of a soum is not recorded; an entry stands where its aimag stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from content.collation import sort_key
from core.places import Place, has, place, top_places

EARTH_KM = 6371.0


def anchor_of(code: str) -> Place | None:
    """The place whose middle stands for this one, None where none is known."""
    if not has(code):
        return None
    for one in reversed(place(code).path()):
        if one.point:
            return one
    return None


def starting_points() -> list[Place]:
    """Whence distances can be asked for: aimags and the capital by name, the capital's districts behind it."""
    found = []
    for top in sorted(top_places(), key=lambda one: sort_key(one.name)):
        found += [one for one in (top, *top.children()) if one.point]
    return found


def between(one: Place, other: Place) -> int:
    """Kilometres in a straight line, to the nearest ten."""
    if one.point is None or other.point is None:
        raise ValueError(f"no middle is known of {one.code} or {other.code}")
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one.point, other.point))
    # haversine
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return round(2 * EARTH_KM * math.asin(math.sqrt(half)) / 10) * 10


def nearest_first(start: Place, bits_of: Mapping[str, int]) -> list[tuple[Place, int]]:
    """The places with a middle, the nearest first, each with its own entries.

    bits_of: the entries of each place, with those below it.
    """
    points = starting_points()
    found = []
    for one in points:
        bits = bits_of.get(one.code, 0)
        for below in one.children():
            if below.point:
                bits &= ~bits_of.get(below.code, 0)
        found.append((one, bits))
    return sorted(found, key=lambda pair: (between(start, pair[0]), pair[0].code))
