"""All public pages in all languages, each with its translations."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from content.models import GlossaryPage
from content.visibility import public_pages
from core.places import top_places


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """`{location, lastmod, alternates: [(language, location)]}` of every public page and glossary letter.

    Wagtail's own sitemap covers only the tree under the site's root, one language.
    """
    pages = (
        public_pages()
        .filter(depth__gte=2, locale__language_code__in=dict(settings.LANGUAGES))
        .select_related("locale")
        .order_by("path")
    )
    by_key: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    rows: list[tuple[Page, str]] = []
    for page in pages:
        url = _address(page, request)
        if url:
            rows.append((page, url))
            by_key[page.translation_key].append((page.locale.language_code, url))
    found = [
        {"location": url, "lastmod": page.last_published_at, "alternates": by_key[page.translation_key]}
        for page, url in rows
    ]
    places_too = [f"places/{place.code}" for place in top_places()]
    for name in ("not-confirmed", "changes", "places", "data", *places_too):
        lists = [(code, f"{settings.SITE_URL}/{code}/{name}/") for code in dict(settings.LANGUAGES)]
        found += [{"location": url, "lastmod": None, "alternates": lists} for _code, url in lists]
    for glossary in public_pages(GlossaryPage).select_related("locale"):
        base = _address(glossary, request)
        found += [
            {"location": base + letter, "lastmod": glossary.last_published_at, "alternates": []}
            for letter in glossary.get_sitemap_letters()[1:]
        ]
    return found


def _address(page: Page, request: HttpRequest) -> str:
    """The page's whole address, under the site's own: Wagtail's record of the site knows no port and no https.

    "" for a page that has none.
    """
    parts = page.get_url_parts(request)
    return f"{settings.SITE_URL}{parts[2]}" if parts and parts[2] else ""
