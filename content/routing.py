"""The way from an address to its page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site

from core import shared


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's view of all pages. Below a home page the way begins there, instead of at the site's root.

    Raises Http404 where there is no public page.
    """
    if path:
        home = shared.one(("home", request.get_host(), get_language()), lambda: _home(request))
        try:
            # Wagtail keeps what it found under this name, and looks there first.
            request._wagtail_route_for_request = (  # type: ignore[attr-defined]
                home and home.route(request, [part for part in path.split("/") if part])
            )
        except Http404:
            request._wagtail_route_for_request = None  # type: ignore[attr-defined]
    return views.serve(request, path)


def _home(request: HttpRequest) -> Page | None:
    site = Site.find_for_request(request)
    return site.root_page.localized.specific if site else None
