"""The board as an address asks for it: narrowed by kind, place and sector, counted, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from accounts.codes import Activity
from core.paging import page_of
from core.places import has, place
from directory.asked import Choice, choices_of, narrowest, values_of
from directory.board.model import Post
from directory.facets import PLACE

PER_PAGE = 20

#: By name in the address: what stands above the boxes, and what they are called.
_FACETS: dict[str, tuple[Any, Callable[[], Mapping[str, Any]]]] = {
    "kind": (gettext_lazy("Offers or needs"), lambda: dict(Post.Kind.choices)),
    "place": (PLACE.legend, PLACE.labels),
    "sector": (gettext_lazy("Sector"), lambda: dict(Activity.choices)),
}


@dataclass(frozen=True)
class Board:
    """What the page shows.

    chosen: the known values by facet; unknown: the texts of the address that are none.
    """

    chosen: Mapping[str, list[str]]
    unknown: list[str]
    posts: list[Post]
    pager: Any
    counts: Mapping[str, Mapping[str, int]]

    @property
    def number(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.chosen.values()))

    def choices(self) -> list[Choice]:
        """The facets with those of their boxes that lead somewhere, or are chosen; of places the soums behind."""
        return [
            choice
            for name, (legend, labels) in _FACETS.items()
            for choice in choices_of(name, legend, labels(), self.counts[name], self.chosen[name])
        ]


def list_posts(query: QueryDict) -> Board:
    """The board of an address.

    query: `kind`, `place` and `sector`, each perhaps several times, `page`.
    Raises Http404 for a page that is none. Takes the same queries however many posts there are.
    """
    chosen: dict[str, list[str]] = {}
    unknown: list[str] = []
    for name, (_legend, labels) in _FACETS.items():
        chosen[name], left_out = values_of(query, name, labels())
        unknown += left_out
    conditions = {
        "kind": Q(kind__in=chosen["kind"]) if chosen["kind"] else Q(),
        "place": _within(chosen["place"]),
        "sector": Q(sector__in=chosen["sector"]) if chosen["sector"] else Q(),
    }
    rows = Post.objects.public().filter(*conditions.values())
    pager = page_of(rows.for_list(), query, PER_PAGE)
    return Board(chosen, unknown, list(pager.object_list), pager, _counts(conditions))


def _within(places: list[str]) -> Q:
    found = Q()
    for code in narrowest(places):
        found |= Q(place=code) if place(code).parent else Q(place__startswith=code)
    return found


def _counts(conditions: Mapping[str, Q]) -> dict[str, dict[str, int]]:
    """What each box leads to: a facet's counts don't respect its own choice."""
    found: dict[str, dict[str, int]] = {}
    for name in conditions:
        others = [condition for other, condition in conditions.items() if other != name]
        counted = Post.objects.public().filter(*others).order_by().values_list(name).annotate(n=Count("pk"))
        found[name] = dict(counted)
    above: Counter[str] = Counter()
    for code, count in found["place"].items():
        for one in place(code).path() if has(code) else ():
            above[one.code] += count
    return found | {"place": above}
