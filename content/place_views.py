"""The places of the country, for readers: all aimags, and each aimag with its soums."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core import places
from core.heads import Head


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Capital and aimags with their centres, and the names that repeat."""
    top = places.top_places()
    lead = _(
        "%(aimags)s aimags with %(soums)s soums, and %(districts)s districts of the capital: by name, with their codes."
    ) % {
        "aimags": sum(p.kind == places.Kind.AIMAG for p in top),
        "soums": sum(len(p.children()) for p in top if p.kind == places.Kind.AIMAG),
        "districts": sum(len(p.children()) for p in top if p.kind == places.Kind.CAPITAL),
    }
    return render(
        request,
        "content/places.html",
        {
            "head": Head(_("Aimags and soums"), lead),
            "top": [(place, places.region_name(place.region), len(place.children())) for place in top],
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
    context = {
        "head": Head(place.full_name, _told_of(place), ((_("Aimags and soums"), reverse("places")),)),
        "place": place,
        "below": place.children(),
        "number_below": _number_below(place),
        "region": places.region_name(place.region),
    }
    return render(request, "content/place.html", context)


def _told_of(place: places.Place) -> str:
    """Its sheet in one line."""
    centre = place.centre and f"{_('Centre')}: {place.centre}"
    region = places.region_name(place.region)
    return ". ".join(filter(None, [_number_below(place), centre, region and f"{_('Region')}: {region}"]))


def _number_below(place: places.Place) -> str:
    n = len(place.children())
    if place.kind == places.Kind.CAPITAL:
        return ngettext("%(n)s district", "%(n)s districts", n) % {"n": n}
    return ngettext("%(n)s soum", "%(n)s soums", n) % {"n": n}
