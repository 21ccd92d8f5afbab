"""For search engines of the internet: the lists, and the entries whose organization agreed to be found there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.permissions import for_search_engines, posts_for_search_engines

#: Entries in one file; a file may hold 50,000 addresses.
PER_FILE = 10_000


def _pages() -> Paginator[Any]:
    rows = for_search_engines().order_by("pk").values_list("public_id", "updated_at")
    return Paginator(rows, PER_FILE)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files there are."""
    parts: list[Any] = [*_pages().page_range, "board"]
    files = [f"{settings.SITE_URL}/directory-sitemap-{name}.xml" for name in parts]
    return render(request, "directory/sitemap_index.xml", {"files": files}, content_type="application/xml")


@require_safe
def part(request: HttpRequest, number: int) -> HttpResponse:
    """One file; the first begins with list, map and statistics. Raises Http404 for one that is not there."""
    try:
        rows = _pages().page(number)
    except InvalidPage:
        raise Http404 from None
    paths: list[tuple[str, Any]] = [("", None), ("map/", None), ("statistics/", None)] if number == 1 else []
    paths += [(f"{public_id}/", changed) for public_id, changed in rows]
    return render(request, "sitemap.xml", {"entries": _entries(paths)}, content_type="application/xml")


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The board, and what stands on it of organizations that agreed: the newest."""
    rows = (
        posts_for_search_engines().order_by("-since", "-pk").values_list("public_id", "updated_at")[:PER_FILE]
    )
    paths: list[tuple[str, Any]] = [("board/", None)]
    paths += [(f"board/{public_id}/", changed) for public_id, changed in rows]
    return render(request, "sitemap.xml", {"entries": _entries(paths)}, content_type="application/xml")


def _entries(paths: Iterable[tuple[str, Any]]) -> Iterable[dict[str, Any]]:
    for path, changed in paths:
        places = [
            (code, f"{settings.SITE_URL}/{code}/directory/{path}") for code, _name in settings.LANGUAGES
        ]
        for _code, location in places:
            yield {"location": location, "lastmod": changed, "alternates": places}
