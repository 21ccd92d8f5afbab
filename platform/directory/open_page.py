"""What the page on open data tells of the directory's files: date, checksums, fields and their meaning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.open_record import iso
from directory.open_serving import files
from directory.open_shapes import SHAPES
from directory.permissions import open_entries
from directory.schedule import FILES

PURPOSES = {
    "organizations.csv": _("A table for a spreadsheet, with codes and names"),
    "organizations.json": _("All fields, for programs"),
    "organizations.jsonld": _("Linked data: schema.org and ESSGlobal"),
    "organizations.geojson": _("For maps, about where they are"),
    "organizations-sse.csv": _(
        "The table that programs of the solidarity economy read (SSE Standard, with codes)"
    ),
    "murmurations/index.json": _("Addresses of all profiles"),
}

#: (columns, meaning, whether only with consent)
FIELDS: list[tuple[str, Any, bool]] = [
    ("id", _("Stays the same for ever, and is never given to another"), False),
    ("name_mn, name_en", _("Name in Mongolian, in English"), False),
    ("legal_form, …_mn, …_en", _("Legal form: our code, its name in both languages"), False),
    ("level, …_mn, …_en", _("Level: primary, secondary, union, apex, support, agency"), False),
    (
        "place, …_mn, …_en",
        _("Code of the statistics office (aimag 2 digits, soum or district 4), names from the top"),
        False,
    ),
    ("isic, …_mn, …_en", _("Main sector: section of ISIC, revision 4"), False),
    ("activities", _("Codes of the International Cooperative Alliance, such as ICA20 for milk"), False),
    ("sources", _("For each field: its source, and the day on which it was said"), False),
    ("confirmed", _("Whether the organization itself stands behind its entry"), False),
    (
        "confirmed_on, confirmed_by",
        _("On which day its owner, a union (umbrella) or the agency last said that it is right"),
        False,
    ),
    ("sample", _("Whether the entry is made up, for demonstration"), False),
    ("agreed", _("Whether the organization has agreed to give out more"), False),
    ("changed", _("When its last change was found, in world time"), False),
    ("url", _("Its page here"), False),
    ("gone", _("With “changed_since”: yes for an entry that is not given out any more"), False),
    ("registration_number", _("Number in the state register, as the organization says"), True),
    ("founded, audited_on", _("Year, month or day of the founding, of the last audit"), True),
    ("member_type", _("Who its members are: producer, worker, consumer, multi"), True),
    ("about, auditor", _("What it says of itself; who audited it"), True),
    (
        "sdg_goals, sdg_statement",
        _("Goals of sustainable development, by number; what it does for them"),
        True,
    ),
    ("register_checked", _("On which day the agency compared it with the state register"), True),
    (
        "figures_year, members, women, youth, employees",
        _("Numbers of persons in the newest year that is known"),
        True,
    ),
    ("too_few", _("Which of these numbers are known and not told"), True),
    ("website, social, address", _("Contacts that everybody sees"), True),
    ("certificates, unions", _("Certificates; ids of the unions that confirm it as a member"), True),
]


def open_data_context() -> dict[str, Any]:
    """For the slot of the page."""
    kept = files()
    newest = next(iter(kept.values())).as_of if kept else None
    since = (newest or timezone.now()) - dt.timedelta(days=7)
    return {
        "files": [
            {
                "url": f"/data/{name}",
                "purpose": PURPOSES[name],
                "kept": kept.get(name),
                "sum": kept[name].sha256 if name in kept else "",
            }
            for name in SHAPES
        ],
        "rows": kept["organizations.csv"].rows if kept else open_entries().count(),
        "as_of": newest,
        "as_of_text": iso(newest) if newest else "",
        "fields": FIELDS,
        "minutes": FILES // 60,
        "example": f"/data/organizations.json?changed_since={iso(since.replace(microsecond=0))}",
    }
