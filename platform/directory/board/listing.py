"""The board as an address asks for it: narrowed by kind, place and sector, counted, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.codes import Activity
from core.places import has, place, top_places
from directory.board.model import Post
from directory.facets import PLACE
from directory.narrowing import Choice, Option

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

    @cached_property
    def choices(self) -> list[Choice]:
        """The facets with those of their boxes that lead somewhere, or are chosen; of places the soums behind."""
        found: list[Choice] = []
        for name, (legend, labels) in _FACETS.items():
            options = [
                Option(value, label, self.counts[name].get(value, 0), value in self.chosen[name])
                for value, label in labels().items()
                if self.counts[name].get(value) or value in self.chosen[name]
            ]
            if name == "place":
                found += self._places(options)
            elif len(options) > 1 or self.chosen[name]:
                found.append(Choice(name, legend, options))
        return found

    def _places(self, options: list[Option]) -> Iterable[Choice]:
        tops = [option for option in options if not place(option.value).parent]
        if tops:
            yield Choice("place", PLACE.legend, tops)
        for top in sorted({value[:2] for value in self.chosen["place"]}):
            below = [option for option in options if place(option.value).parent == top]
            if below:
                legend = _("%(aimag)s: soums and districts") % {"aimag": place(top).full_name}
                yield Choice("place", legend, below)


def list_posts(query: QueryDict) -> Board:
    """The board of an address.

    query: `kind`, `place` and `sector`, each perhaps several times, `page`.
    Raises Http404 for a page that is none. Takes the same queries however many posts there are.
    """
    chosen: dict[str, list[str]] = {}
    unknown: list[str] = []
    for name, (_legend, labels) in _FACETS.items():
        known = labels()
        asked = [value for value in dict.fromkeys(query.getlist(name)) if value]
        chosen[name] = [value for value in asked if value in known]
        unknown += [value[:40] for value in asked if value not in known]
    conditions = {
        "kind": Q(kind__in=chosen["kind"]) if chosen["kind"] else Q(),
        "place": _within(chosen["place"]),
        "sector": Q(sector__in=chosen["sector"]) if chosen["sector"] else Q(),
    }
    rows = Post.objects.public().filter(*conditions.values())
    pager = _page(query, rows)
    return Board(chosen, unknown, list(pager.object_list), pager, _counts(conditions))


def _within(places: list[str]) -> Q:
    """A soum stands for itself alone, also where its aimag is chosen too."""
    narrower = {place(code).parent for code in places}
    found = Q()
    for code in places:
        if code not in narrower:
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
    known = {one.code for top in top_places() for one in (top, *top.children())}
    return found | {"place": {code: count for code, count in above.items() if code in known}}


def _page(query: QueryDict, rows: Any) -> Any:
    paginator = Paginator(rows.for_list(), PER_PAGE)
    number = query.get("page", "1")
    if not (
        number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= paginator.num_pages
    ):
        raise Http404
    return paginator.page(int(number))
