"""The places of the country, for readers: all aimags, and each aimag with its soums."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import places


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Capital and aimags with their centres, and the names that repeat."""
    top = places.top_places()
    return render(
        request,
        "content/places.html",
        {
            "top": [(place, places.region_name(place.region), len(place.children())) for place in top],
            "soums": sum(len(p.children()) for p in top if p.kind == places.Kind.AIMAG),
            "districts": sum(len(p.children()) for p in top if p.kind == places.Kind.CAPITAL),
            "aimags": sum(p.kind == places.Kind.AIMAG for p in top),
            "namesakes": places.namesakes(),
        },
    )


@require_safe
def place_page(request: HttpRequest, code: str) -> HttpResponse:
    """One aimag or the capital with what lies below it. Raises Http404 for a code that is none of these."""
    try:
        place = places.place(code)
    except KeyError:
        raise Http404 from None
    if place.parent:
        raise Http404
    below = place.children()
    return render(
        request,
        "content/place.html",
        {"place": place, "below": below, "region": places.region_name(place.region)},
    )
