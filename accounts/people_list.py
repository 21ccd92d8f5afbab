"""The list of practitioners, narrowed by place, field and trade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.models import PracticeField, Profile
from accounts.trust import attach_badges
from core import places
from core.paging import page_of

if TYPE_CHECKING:
    from django.http import QueryDict

PER_PAGE = 20


def practitioners(viewer: Any, query: QueryDict) -> dict[str, Any]:
    """What the page of the list shows to this reader.

    query: `place` (code of an aimag), `field`, `trade`, `page`; an unknown value narrows to nothing.
    Raises Http404 for a page that is none. Takes the same queries however many there are.
    """
    everyone = Profile.objects.listed()
    found = everyone.visible_to(viewer)
    chosen = {name: query.get(name, "")[:20] for name in ("place", "field", "trade")}
    if chosen["place"]:
        found = found.filter(place__startswith=chosen["place"]).exclude(kept_back__contains="place")
    if chosen["field"]:
        found = found.filter(practice__field=chosen["field"]).exclude(kept_back__contains="fields")
    if chosen["trade"]:
        found = found.filter(trade=chosen["trade"])
    shown = page_of(found.for_list(), query, PER_PAGE)
    shown.object_list = list(shown.object_list)
    attach_badges([profile.user for profile in shown.object_list])
    return {
        "pager": shown,
        "total": shown.paginator.count,
        "choices": _choices(chosen),
        "filtered": any(chosen.values()),
    }


def _choices(chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The lists to choose from, each with what is chosen."""
    place_options = [(place.code, place.full_name) for place in places.top_places()]
    lists = [
        ("place", _("Aimag or city"), place_options),
        ("field", _("Field"), list(PracticeField.Field.choices)),
        ("trade", _("Who"), list(Profile.Trade.choices)),
    ]
    return [
        {"name": name, "label": label, "options": options, "chosen": chosen[name]}
        for name, label, options in lists
    ]
