"""The map: a tile for each aimag and the capital, as the pack's `tiles.csv` lays them. A diagram, no borders."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from core.languages import current_language
from core.places import PackError, Place, has, place

#: Half a tile's width and height: tiles stand in the gaps of the rows above and below.
HALF_WIDTH, HALF_HEIGHT = 50.0, 60.5
STEPS = ("a", "b", "c")


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a place stands in the diagram, and its short name by language."""

    code: str
    column: int
    row: int
    short: Mapping[str, str]


@dataclass(frozen=True)
class Drawn:
    """A tile ready to be drawn. step: "" for no entry, else of `STEPS`, darker with more; grey: at least half of its
    entries nobody has confirmed.
    """

    place: Place
    short: str
    count: int
    step: str
    grey: bool
    points: str
    x: float
    y: float
    on: bool


@cache
def read_pack(folder: Path) -> tuple[Tile, ...]:
    """The pack's tiles. Raises PackError for a file that is not as it should be."""
    path = folder / "tiles.csv"
    found = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), start=2):
                if not has(row["code"]) or place(row["code"]).parent:
                    raise PackError(f"{path}:{line}: {row!r}")
                short = {code: row[code] for code in dict(settings.LANGUAGES)}
                found.append(Tile(row["code"], int(row["column"]), int(row["row"]), short))
    except (OSError, KeyError, ValueError) as error:
        raise PackError(f"{path}: {error!r}") from error
    return tuple(found)


def draw(
    counts: Mapping[str, int], unconfirmed: Mapping[str, int], chosen: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The diagram: `tiles`, `width`, `height`, and `key`, (step, from, to) of each step that occurs; to 0: or more;
    `grey`: whether a tile is.

    counts: entries by code, unconfirmed: those of them that nobody confirms; chosen: codes of the places that are
    chosen.
    """
    language = current_language()
    tiles = read_pack(Path(settings.COUNTRY_PACK))
    steps = _steps(sorted(filter(None, (counts.get(tile.code, 0) for tile in tiles))))
    drawn = []
    for tile in tiles:
        x, top = tile.column * HALF_WIDTH, tile.row * HALF_HEIGHT
        y, bottom = top + HALF_HEIGHT, top + 2 * HALF_HEIGHT
        count = counts.get(tile.code, 0)
        drawn.append(
            Drawn(
                place=place(tile.code),
                short=tile.short[language],
                count=count,
                step=next(
                    (step for step, low, high in steps if low <= count and (count <= high or not high)), ""
                ),
                grey=0 < count <= 2 * unconfirmed.get(tile.code, 0),
                points=f"{x:g},{top:g} {x + HALF_WIDTH:g},{y:g} {x:g},{bottom:g} {x - HALF_WIDTH:g},{y:g}",
                x=x,
                y=y,
                on=tile.code in chosen,
            )
        )
    return {
        "tiles": drawn,
        "key": steps,
        "grey": any(tile.grey for tile in drawn),
        "width": max(tile.column for tile in tiles) * HALF_WIDTH + HALF_WIDTH + 10,
        "height": (max(tile.row for tile in tiles) + 2) * HALF_HEIGHT + 10,
    }


def _steps(counts: list[int]) -> list[tuple[str, int, int]]:
    """Thirds of the places that have entries, by how many they have; equal numbers share a step."""
    if not counts:
        return []
    limits = sorted({counts[(len(counts) - 1) * third // 3] for third in (1, 2)} - {counts[-1]})
    lows = [1, *(limit + 1 for limit in limits)]
    return list(zip(STEPS, lows, [*limits, 0], strict=False))
