"""What search results can be narrowed by: the year and the sector of a page."""

from __future__ import annotations

import re
from typing import Any

_YEAR = re.compile(r"(?:19|20)\d\d")


def facets_of(page: Any) -> dict[str, tuple[str, ...]]:
    """`year`: of a law, an instrument; `sector`: the sector page itself, or those it is related to (by address)."""
    found: dict[str, tuple[str, ...]] = {}
    year = _year(page)
    if year:
        found["year"] = (year,)
    if page.kind == "sector":
        found["sector"] = (page.slug,)
    return found


def _year(page: Any) -> str:
    date = getattr(page, "in_force_from", None) or getattr(page, "adopted_on", None)
    if date:
        return str(date.year)
    match = _YEAR.search(getattr(page, "adopted", "") or "")
    return match[0] if match else ""
