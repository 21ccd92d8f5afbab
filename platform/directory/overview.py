"""All public entries in memory: for each value of each facet one long number whose bits are the entries that have it.

Counting is then an "and" and a count of bits, however many entries there are; the database is asked for the twenty rows
of a page alone. A process reads it anew when public content has changed (core.shared).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.conf import settings

from accounts.codes import Status
from content.collation import sort_key
from core import shared
from directory.facets import FACETS, Facet, Row
from directory.freshness import counted
from directory.permissions import public_entries


@dataclass(frozen=True, slots=True)
class Overview:
    """Entries by position, in the order of their Mongolian names.

    pks:    at each position; position: of each pk; everyone: all bits.
    bits:   by facet and value.
    orders: positions by name in each language ("name:en"), the newest change first ("new"), what was last confirmed or
            listed first ("fresh").
    """

    pks: Sequence[int]
    position: Mapping[int, int]
    everyone: int
    bits: Mapping[str, Mapping[str, int]]
    orders: Mapping[str, Sequence[int]]

    def having(self, facet: str, values: Iterable[str]) -> int:
        """The entries that have one of the values; everyone without values."""
        found = 0
        for value in values:
            found |= self.bits[facet].get(value, 0)
        return found if values else self.everyone

    def page(self, chosen: int, order: Iterable[int], start: int, size: int) -> list[int]:
        """The pks of a page of the chosen entries, in this order of positions."""
        marked = self.marked(chosen)
        return [self.pks[at] for at in islice((at for at in order if marked[at]), start, start + size)]

    def marked(self, chosen: int) -> bytes:
        """For each position 1 where its bit is set, else 0."""
        return bytes.translate(f"{chosen:0{len(self.pks)}b}"[::-1].encode(), _ZERO_ONE)


_ZERO_ONE = bytes.maketrans(b"01", b"\0\1")


def overview() -> Overview:
    """As of the content's version."""
    return shared.one("directory", load)


def load() -> Overview:
    """Read it from the database."""
    found = counted(public_entries()).order_by().values_list(*Row._fields)
    rows = [Row(*values) for values in found]
    rows.sort(key=lambda row: (_is_latin(row.name_mn), _name_key(row.name_mn), row.pk))
    position = {row.pk: at for at, row in enumerate(rows)}
    orders: dict[str, Sequence[int]] = {f"name:{settings.LANGUAGE_CODE}": range(len(rows))}
    orders["name:en"] = sorted(
        range(len(rows)), key=lambda at: (_name_key(rows[at].name_en or rows[at].name_mn), at)
    )
    orders["new"] = sorted(range(len(rows)), key=lambda at: rows[at].updated_at, reverse=True)
    orders["fresh"] = sorted(
        range(len(rows)), key=lambda at: (rows[at].status == Status.LISTED, rows[at].since), reverse=True
    )
    return Overview(
        pks=[row.pk for row in rows],
        position=position,
        everyone=(1 << len(rows)) - 1,
        bits={facet.name: _bits(facet, rows, position) for facet in FACETS},
        orders=orders,
    )


def _name_key(name: str) -> str:
    """Names stand by their first letter, not by the quotation mark before it."""
    return sort_key(name.lstrip("«„“\"' "))


def _is_latin(name: str) -> bool:
    """In the Mongolian list names without a Mongolian form stand last."""
    return name.isascii()


def _bits(facet: Facet, rows: Sequence[Row], position: Mapping[int, int]) -> dict[str, int]:
    size = len(rows) // 8 + 1
    found: dict[str, bytearray] = {}
    for pk, value in facet.pairs(rows):
        at = position.get(pk)
        if at is None:
            continue
        if value not in found:
            found[value] = bytearray(size)
        found[value][at >> 3] |= 1 << (at & 7)
    return {value: int.from_bytes(bits, "little") for value, bits in found.items()}


def positions(bits: int) -> Iterator[int]:
    """Where bits are set, from the lowest."""
    text = f"{bits:b}"[::-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)
