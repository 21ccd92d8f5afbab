"""The results page, suggestions, the OpenSearch description."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlsplit

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt  # safe: see click
from django.views.decorators.http import require_POST, require_safe

from core import page_cache
from core.languages import current_language
from search import services
from search.engine.base import COUNTED
from search.execute import NoSuchPageError, Results, execute
from search.suggest import suggestions
from search.understanding import MOST_CHARACTERS, clean

LABELS = {
    "kind": _("Kind"),
    "language": _("Language"),
    "place": _("Place"),
    "sector": _("Sector"),
    "year": _("Year"),
    "verified": _("Verified"),
}

logger = logging.getLogger(__name__)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One search over all kinds. Raises Http404 for a page of results that is none."""
    typed = request.GET.get("q", "")
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Http404
    try:
        found = execute(
            typed,
            language=current_language(),
            filters={name: request.GET.getlist(name) for name in COUNTED},
            page=int(number),
            exact=request.GET.get("exact") == "1",
        )
    except NoSuchPageError:
        raise Http404 from None
    context = {"found": found, "search_text": found.understood.text, **_facets(found)}
    response = render(request, "search/results.html", context)
    if number == "1" and not any(name in request.GET for name in COUNTED):
        _count_afterwards(response, found)
    return page_cache.never_cache_page(response)


def _facets(found: Results) -> dict[str, object]:
    """Facets with something to choose from, for the form; whether anything was chosen."""
    return {
        "facets": [(name, LABELS[name], choices) for name, choices in found.facets.items() if choices],
        "narrowed": any(choice.on for choices in found.facets.values() for choice in choices),
    }


def _count_afterwards(response: HttpResponse, found: Results) -> None:
    """Count the query for the editors once the reader has the whole page: it must cost neither page nor time."""
    text, language = found.understood.text, current_language()
    if not found.understood.clauses or found.engine_away:
        return

    def count() -> None:
        try:
            services.note_search(text=text, language=language, found=found.total > 0)
        except DatabaseError:  # a busy database: somebody will ask again
            logger.warning("search: a query was not counted", exc_info=True)

    response._resource_closers.append(count)  # type: ignore[attr-defined]


@csrf_exempt  # safe: a browser's ping carries no token; all it can do is count
@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """Somebody followed a result: browsers say so by the link's `ping`, with the address of the page it stands on."""
    try:
        asked = parse_qs(urlsplit(request.headers.get("Ping-From", "")).query).get("q", [""])[0]
    except ValueError:  # no address
        asked = ""
    text = clean(asked)[:MOST_CHARACTERS]
    if text:
        try:
            services.note_click(text=text, language=current_language())
        except DatabaseError:
            logger.warning("search: a click was not counted", exc_info=True)
    return page_cache.never_cache_page(HttpResponse(status=204))


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles that fit what was typed so far."""
    found = suggestions(request.GET.get("q", ""), current_language())
    return page_cache.never_cache_page(JsonResponse({"titles": found}))


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """For browsers that offer to search here from their address bar."""
    return render(
        request,
        "search/opensearch.xml",
        {"language": current_language()},
        content_type="application/opensearchdescription+xml",
    )
