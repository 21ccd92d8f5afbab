"""By what readers narrow the directory. A part that knows more of entries appends a facet of its own to `FACETS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.codes import Activity, Level, Status
from accounts.models import Affiliation, RegisterCheck
from content.collation import sort_key
from core.legal_forms import legal_forms
from core.places import has, place, top_places
from directory.asked import PLACES
from directory.models import Post

Pairs = Iterable[tuple[int, str]]


class Row(NamedTuple):
    """What the overview reads of each public entry."""

    pk: int
    name_mn: str
    name_en: str
    place: str
    level: str
    legal_form: str
    activities: list[str]
    status: str
    updated_at: Any
    since: Any


@dataclass(frozen=True)
class Facet:
    """One way to narrow.

    name:   as it stands in the address; legend: what the reader reads above its boxes.
    labels: of each value, in their order, in the active language.
    pairs:  (pk, value) of the rows; an entry may have several values.
    """

    name: str
    legend: Any
    labels: Callable[[], Mapping[str, Any]]
    pairs: Callable[[Sequence[Row]], Pairs]


def _place_labels() -> dict[str, str]:
    return {
        one.code: one.name
        for top in sorted(top_places(), key=lambda one: sort_key(one.name))
        for one in (top, *top.children())
    }


def _places(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Each entry stands at its place and at those above."""
    above = {
        code: [one.code for one in place(code).path()] for code in {row.place for row in rows} if has(code)
    }
    for row in rows:
        for code in above.get(row.place, ()):
            yield row.pk, code


def _verified(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    checked = set(RegisterCheck.objects.filter(ended_at=None).values_list("organization", flat=True))
    confirmed = set(Affiliation.objects.current().values_list("member", flat=True))
    for row in rows:
        if row.pk in checked:
            yield row.pk, "register"
        if row.pk in confirmed:
            yield row.pk, "union"
        if row.pk not in checked and row.pk not in confirmed:
            yield row.pk, "no"


PLACE = Facet(PLACES, _("Place"), _place_labels, _places)

FACETS: list[Facet] = [
    PLACE,
    Facet(
        "sector",
        _("Sector"),
        lambda: dict(Activity.choices),
        lambda rows: ((row.pk, code) for row in rows for code in row.activities),
    ),
    Facet(
        "level",
        _("Level"),
        lambda: dict(Level.choices),
        lambda rows: ((row.pk, row.level) for row in rows),
    ),
    Facet(
        "form",
        _("Legal form"),
        lambda: {code: form.name for code, form in legal_forms().items()},
        lambda rows: ((row.pk, row.legal_form) for row in rows if row.legal_form),
    ),
    Facet(
        "verified",
        _("Verified"),
        lambda: {
            "register": _("compared with the state register"),
            "union": _("confirmed by its union"),
            "no": pgettext_lazy("entry", "not confirmed"),
        },
        _verified,
    ),
    Facet(
        "fresh",
        _("Still right"),
        lambda: {
            "yes": pgettext_lazy("entry", "confirmed"),
            "no": pgettext_lazy("entry", "may be out of date"),
        },
        lambda rows: ((row.pk, "yes" if row.status == Status.LISTED else "no") for row in rows),
    ),
    Facet(
        "board",
        _("On the board"),
        lambda: {"offer": _("offers something"), "need": _("needs something")},
        lambda _rows: Post.objects.public().order_by().values_list("organization", "kind").distinct(),
    ),
]
