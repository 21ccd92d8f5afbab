"""The list of entries, the map, the statistics, and each one's page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organization
from core import page_cache
from core.heads import Head
from directory import checking
from directory.distance import starting_points
from directory.entry_page import entry_context
from directory.heads import head
from directory.listing import list_entries
from directory.map_page import map_rows
from directory.narrowing import Narrowed
from directory.ordering import sort_options
from directory.permissions import may_see_entry
from directory.statistics_page import statistics_context, statistics_csv
from directory.tiles import draw


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All public entries, as the address asks for them. Raises Http404 for a page that is none."""
    found = list_entries(request.GET)
    places = frozenset(found.narrowed.chosen["place"])
    context = {
        "head": Head(
            _("Directory of organizations"),
            _("Find a cooperative near you, partners in your trade, your union."),
        ),
        "listing": found,
        "choices": found.narrowed.choices(),
        "map": draw(found.narrowed.counts("place"), found.narrowed.unconfirmed(), places),
        "sorts": sort_options(found.order, searched=bool(found.searched.text)),
        "starting_points": starting_points(),
    }
    response = render(request, "directory/listing.html", context)
    # What was typed, and addresses that mean nothing, are endless: not worth keeping.
    endless = found.unknown or found.searched.text
    return page_cache.never_cache_page(response) if endless else response


@require_safe
def tile_map(request: HttpRequest) -> HttpResponse:
    """The map with its table, for the entries that the address asks for, wherever they are."""
    narrowed = Narrowed(request.GET)
    context = {
        "head": head(
            _("Map of the directory"),
            _("How many organizations stand in the directory, aimag by aimag. Choose one to see its list."),
        ),
        "narrowed": narrowed,
        "map": draw(narrowed.counts("place"), narrowed.unconfirmed()),
        "rows": map_rows(narrowed),
        "total": narrowed.but("place").bit_count(),
    }
    response = render(request, "directory/map.html", context)
    return page_cache.never_cache_page(response) if narrowed.unknown else response


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """The directory in numbers, as charts with their tables."""
    own = head(
        _("The directory in numbers"),
        _(
            "How many organizations stand in the directory, where, in which form and trade, "
            "and how many people belong to them."
        ),
    )
    return render(request, "directory/statistics.html", {"head": own, **statistics_context()})


@require_safe
def statistics_file(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet."""
    response = HttpResponse(statistics_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """“Is this cooperative real?”: the form, and with `q` what is known of that name or number."""
    asked = "q" in request.GET
    context = {
        "head": head(
            _("Is this cooperative real?"),
            _("Look before you join or give money. We say what we know and what we do not know."),
        ),
        "pages": checking.pages_that_help(),
        "checked": checking.check(request.user, request.GET["q"]) if asked else None,
    }
    response = render(request, "directory/check.html", context)
    # What people ask about is theirs, and endless: not kept.
    return page_cache.never_cache_page(response) if asked else response


@require_safe
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One organization; a merged one's address leads to where it went. Raises Http404."""
    organization = Organization.objects.filter(public_id=public_id).first()
    if organization is None:
        raise Http404
    kept = _kept(organization)
    if not may_see_entry(request.user, kept):
        raise Http404
    if kept != organization:
        return redirect("directory-entry", public_id=kept.public_id, permanent=True)
    return render(request, "directory/entry.html", entry_context(request.user, kept))


def _kept(organization: Organization) -> Organization:
    """The entry into which it was merged in the end, itself where it was not."""
    while organization.merged_into is not None:
        organization = organization.merged_into
    return organization
