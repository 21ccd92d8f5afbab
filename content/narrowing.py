"""What search results can be narrowed by: the year, the sector and the place of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from content.models import SectorPage
from content.visibility import public_pages
from core import places, shared

_YEAR = re.compile(r"(?:19|20)\d\d")


def facets_of(page: Any) -> dict[str, tuple[str, ...]]:
    """What a page says of itself.

    year: of a law, an instrument; sector: the sector page itself, or those it is related to (by address);
    place: codes of the aimags and soums that a story or a programme names as where it is.
    """
    found: dict[str, tuple[str, ...]] = {}
    year = _year(page)
    if year:
        found["year"] = (year,)
    sectors = (page.slug,) if page.kind == "sector" else _related_sectors(page)
    if sectors:
        found["sector"] = sectors
    named = places.named_in(getattr(page, "place", ""))
    if named:
        found["place"] = named
    return found


def _related_sectors(page: Any) -> tuple[str, ...]:
    ids = [block["value"] for block in (page.related.raw_data if hasattr(page, "related") else ())]
    return tuple(SectorPage.objects.filter(pk__in=ids).order_by("slug").values_list("slug", flat=True))


def _year(page: Any) -> str:
    date = getattr(page, "in_force_from", None) or getattr(page, "adopted_on", None)
    if date:
        return str(date.year)
    match = _YEAR.search(getattr(page, "adopted", "") or "")
    return match[0] if match else ""


def sector_names(values: Sequence[str], _chosen: Sequence[str], language: str) -> dict[str, str]:
    """Sectors by address, as their pages in this language are called, by name."""
    if not values:
        return {}

    def load() -> dict[str, str]:
        pages = public_pages(SectorPage).filter(locale__language_code=language).order_by("title")
        return dict(pages.values_list("slug", "title"))

    names = shared.one(("sectors", language), load)
    return {slug: title for slug, title in names.items() if slug in values}


def place_names(values: Sequence[str], chosen: Sequence[str], language: str) -> dict[str, str]:
    """Aimags by code; behind one that is chosen, or of which a soum is, its soums, with the full path."""
    named = {code: places.place(code) for code in sorted(values) if places.has(code)}
    opened = {named[code].path()[0].code for code in chosen if code in named}
    return {
        code: one.path_name(language)
        for code, one in named.items()
        if not one.parent or one.path()[0].code in opened
    }
