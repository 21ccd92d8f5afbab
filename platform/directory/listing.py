"""The list as an address asks for it: searched, narrowed, in order, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.models import Organization
from accounts.trust import trust_of, with_trust
from core.paging import page_of
from core.places import Place
from directory.distance import anchor_of, between
from directory.narrowing import Narrowed
from directory.ordering import Order, order_of
from directory.permissions import public_entries
from directory.searching import Searched, searched_for

PER_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """What the page shows. unknown: what of the address was left out."""

    narrowed: Narrowed
    searched: Searched
    order: Order
    entries: list[Organization]
    pager: Any
    unknown: list[str]

    @property
    def total(self) -> int:
        """How many entries fit."""
        return self.narrowed.bits.bit_count()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.narrowed.number or self.searched.text)


def list_entries(query: QueryDict) -> Listing:
    """The listing of an address.

    query: a parameter for each facet (`Narrowed`), `q` (words), `sort` and `near` (`order_of`), `page`.
    Raises Http404 for a page that is none. Takes the same queries however many entries there are.
    """
    searched = searched_for(query.get("q", ""))
    narrowed = Narrowed(query, within=searched.bits)
    order = order_of(query, narrowed, searched=bool(searched.text))
    pager = page_of(range(narrowed.bits.bit_count()), query, PER_PAGE)
    start = max(0, pager.start_index() - 1)
    pks = narrowed.every.page(narrowed.bits, order.positions(narrowed, searched.ranked), start, PER_PAGE)
    return Listing(
        narrowed=narrowed,
        searched=searched,
        order=order,
        entries=_rows(pks, order.near),
        pager=pager,
        unknown=[*narrowed.unknown, *order.unknown],
    )


def _rows(pks: Sequence[int], near: Place | None) -> list[Organization]:
    """In this order, with all that a row shows. Asked for again whether everybody may see them."""
    found = {row.pk: row for row in with_trust(public_entries().filter(pk__in=pks))}
    entries: list[Any] = [found[pk] for pk in pks if pk in found]
    for entry in entries:
        entry.trust = trust_of(entry)
        anchor = anchor_of(entry.place) if near else None
        entry.distance = between(near, anchor) if near and anchor else None
    return entries
