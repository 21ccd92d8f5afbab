"""What every page's frame needs: menu, footer, the way to the other language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from content.links import Link, links_in, page_link, page_links
from content.visibility import public_pages
from core import menu, shared
from core.languages import current_language

#: Addresses below the home page that stand in the menu, and in the footer's two columns.
MENU = ["doors", "found", "legal-forms", "audit", "finance", "benefits", "law", "glossary"]
FOOTER = {"knowledge": MENU + ["offices"], "site": ["about", "contact", "terms", "privacy", "accessibility"]}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `footer_links` ({knowledge, site}), `language_links` [(code, name, url)], `home_url`,
    `search_address`, `app_links`: only pages that are live; one query for all, made when a template asks.
    """
    language = current_language()
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    links = SimpleLazyObject(
        lambda: shared.one(("menu", request.get_host(), language), lambda: _top_links(request, language))
    )
    return {
        "navigation": SimpleLazyObject(lambda: _with_apps([links[slug] for slug in MENU if slug in links])),
        "footer_links": SimpleLazyObject(
            lambda: {part: [links[slug] for slug in slugs if slug in links] for part, slugs in FOOTER.items()}
        ),
        "app_links": SimpleLazyObject(menu.links),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "home_url": f"/{language}/",
        "search_address": f"/{language}/search/",
    }


def _with_apps(pages: list[Link]) -> list[Any]:
    """The apps' links before the last page, the glossary; alone they make no menu."""
    return [*pages[:-1], *menu.links(), *pages[-1:]] if pages else []


def _top_links(request: HttpRequest, language: str) -> dict[str, Link]:
    """Live children of this language's home page, by slug."""
    site = Site.find_for_request(request)
    if site is None:
        return {}
    homes = Page.objects.filter(
        translation_key=site.root_page.translation_key, locale__language_code=language
    )
    home = homes.first()
    if home is None:
        return {}
    pages = list(public_pages().child_of(home).specific())
    return {page.slug: link for page, link in zip(pages, page_links(pages), strict=True)}


def language_links(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(code, name, address) of this very page in the other languages; their home page where there is none.

    The rest of the address below a page (a step's number, a query) goes along.
    """
    current = current_language()
    others = [(code, name) for code, name in settings.LANGUAGES if code != current]
    page = getattr(request, "page_served", None)
    found = []
    for code, name in others:
        address = f"/{code}/"
        if page is None and request.path.startswith(f"/{current}/"):
            address = f"/{code}/{request.get_full_path()[len(current) + 2 :]}"
        elif page is not None:
            twin = links_in(code, {page.pk}).get(page.pk)
            if twin is not None:
                own = page_link(page).url
                rest = request.get_full_path()[len(own) :] if own and request.path.startswith(own) else ""
                address = twin.url + (rest if page.keeps_address_rest else "")
        found.append((code, name, address))
    return found
