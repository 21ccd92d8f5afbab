"""The results page, suggestions, the OpenSearch description."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import page_cache
from search import services
from search.engine.base import COUNTED
from search.execute import NoSuchPageError, Results, execute
from search.suggest import suggestions

LABELS = {
    "kind": _("Kind"),
    "language": _("Language"),
    "place": _("Place"),
    "sector": _("Sector"),
    "year": _("Year"),
    "verified": _("Verified"),
}

logger = logging.getLogger(__name__)


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


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
            language=_language(),
            filters={name: request.GET.getlist(name) for name in COUNTED},
            page=int(number),
            exact=request.GET.get("exact") == "1",
        )
    except NoSuchPageError:
        raise Http404 from None
    if not any(name in request.GET for name in COUNTED):
        _note_missed(found)
    context = {"found": found, "search_text": found.understood.text, **_facets(found)}
    return page_cache.never_cache_page(render(request, "search/results.html", context))


def _facets(found: Results) -> dict[str, object]:
    """Facets with something to choose from, for the form; whether anything was chosen."""
    return {
        "facets": [(name, LABELS[name], choices) for name, choices in found.facets.items() if choices],
        "narrowed": any(choice.on for choices in found.facets.values() for choice in choices),
    }


def _note_missed(found: Results) -> None:
    """Let the editors know of a query without result. That must not cost the reader the page."""
    if not found.understood.clauses or found.total or found.engine_away:
        return
    try:
        services.note_missed(text=found.understood.text, language=_language())
    except DatabaseError:  # a busy database: somebody will ask again
        logger.warning("search: a query without result was not noted", exc_info=True)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles that fit what was typed so far."""
    found = suggestions(request.GET.get("q", ""), _language())
    return page_cache.never_cache_page(JsonResponse({"titles": found}))


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """For browsers that offer to search here from their address bar."""
    return render(
        request,
        "search/opensearch.xml",
        {"language": _language()},
        content_type="application/opensearchdescription+xml",
    )
