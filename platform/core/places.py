"""The places of the country: stored by their official code everywhere, never by name, shown with the full path.

They come from the country pack (settings.COUNTRY_PACK): `places.csv` has a row a place, `latin.csv` the letters by
which a name gets its Latin form where no other was seen.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from core.languages import current_language


class Kind(StrEnum):
    """What a place is. The first two stand at the top."""

    CAPITAL = "capital"
    AIMAG = "aimag"
    DISTRICT = "district"
    SOUM = "soum"


#: What in a row awaits somebody who knows.
DOUBTS = frozenset({"", "name", "code", "centre"})


#: Names of so few letters are words, too.
SHORT_NAME = 3


class PackError(ValueError):
    """A file of the country pack that can't be read; says which, and where."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    names:    by language; spelled: the languages in which the name was made letter by letter, not seen.
    parent:   code of the place above, "" at the top.
    centres:  name of its centre by language, nothing where there is none.
    doubt:    what is not confirmed of it: "name" (the spelling), "code", "centre", or nothing.
    also:     another form of what is in doubt, good for finding, not for showing.
    point:    (latitude, longitude) of its middle, None where not known.
    """

    code: str
    parent: str
    kind: Kind
    names: Mapping[str, str]
    spelled: frozenset[str] = frozenset()
    centres: Mapping[str, str] = field(default_factory=dict)
    iso: str = ""
    region: str = ""
    point: tuple[float, float] | None = None
    doubt: str = ""
    also: str = ""

    @property
    def name(self) -> str:
        """The bare name in the active language."""
        return _in_language(self.names)

    @property
    def centre(self) -> str:
        """The centre's name in the active language, "" where there is none."""
        return _in_language(self.centres)

    @property
    def full_name(self) -> str:
        """The name with what it is: "Their-name soum", in the active language."""
        texts = {
            Kind.CAPITAL: _("%(name)s city"),
            Kind.AIMAG: _("%(name)s aimag"),
            Kind.DISTRICT: _("%(name)s district"),
            Kind.SOUM: _("%(name)s soum"),
        }
        return texts[self.kind] % {"name": self.name}

    def path_name(self, language: str | None = None) -> str:
        """The full path from the top down, in `language` (None: the active one): what readers are shown."""
        if language is not None:
            with override(language):
                return self.path_name()
        return ", ".join(place.full_name for place in self.path())

    def path(self) -> tuple[Place, ...]:
        """This place and those above it, the topmost first."""
        above = place(self.parent).path() if self.parent else ()
        return (*above, self)

    def children(self) -> tuple[Place, ...]:
        """The places right below, in the order of their codes."""
        return _all().below.get(self.code, ())


def place(code: str) -> Place:
    """The place with this code. Raises KeyError for a code that none has."""
    return _all().by_code[code]


def has(code: str) -> bool:
    """Whether a place has this code."""
    return code in _all().by_code


def top_places() -> tuple[Place, ...]:
    """Capital and aimags, in the order of their codes."""
    return _all().below[""]


def named_in(text: str) -> tuple[str, ...]:
    """Codes of the places that a text names, in their order: those at the top, and below a named one its own.

    Names are looked for in all languages, with an ending behind; short ones (Төв, "centre") and those of a soum that
    is called like its aimag as the full name only.
    """
    found = []
    for top in top_places():
        if _names(top, text):
            found += [top.code, *(below.code for below in top.children() if _names(below, text, top))]
    return tuple(found)


def _names(one: Place, text: str, above: Place | None = None) -> bool:
    names = []
    for language in one.names:
        with override(language):
            ambiguous = len(one.name) <= SHORT_NAME or (above and above.name == one.name)
            names.append(one.full_name if ambiguous else one.name)
    return any(re.search(rf"\b{re.escape(name)}\w{{0,4}}\b", text) for name in names)


def namesakes() -> list[tuple[str, list[Place]]]:
    """(name, places) of every name that several places share, in the active language, by name."""
    shared: dict[str, list[Place]] = {}
    for one in _all().by_code.values():
        shared.setdefault(one.name, []).append(one)
    return sorted((name, places) for name, places in shared.items() if len(places) > 1)


def region_name(region: str) -> str:
    """The statistics office's region in the active language, "" for none."""
    names = {
        "east": pgettext("region", "Eastern"),
        "central": pgettext("region", "Central"),
        "khangai": pgettext("region", "Khangai"),
        "west": pgettext("region", "Western"),
    }
    return names.get(region, "")


@dataclass(frozen=True)
class _Places:
    by_code: Mapping[str, Place]
    below: Mapping[str, tuple[Place, ...]]


def _in_language(texts: Mapping[str, str]) -> str:
    """The text in the active language, else in the site's first one."""
    language = current_language()
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE, "")


@cache
def _all() -> _Places:
    return read_pack(Path(settings.COUNTRY_PACK))


def read_pack(folder: Path) -> _Places:
    """The pack's places. Raises PackError for a file that is not as it should be."""
    letters = {row["letter"]: row["latin"] for _line, row in _rows(folder / "latin.csv")}
    by_code: dict[str, Place] = {}
    below: dict[str, list[Place]] = {}
    for line, row in _rows(folder / "places.csv"):
        where = f"{folder / 'places.csv'}:{line}"
        try:
            one = _place(row, letters)
        except (KeyError, ValueError) as error:
            raise PackError(f"{where}: {error!r}") from error
        if one.code in by_code:
            raise PackError(f"{where}: the code {one.code} stands twice")
        if one.parent and one.parent not in by_code:
            raise PackError(f"{where}: there is no place {one.parent} above {one.code}")
        by_code[one.code] = one
        below.setdefault(one.parent, []).append(one)
    if not by_code:
        raise PackError(f"{folder / 'places.csv'}: there is no place in it")
    return _Places(
        by_code, {code: tuple(sorted(found, key=lambda p: p.code)) for code, found in below.items()}
    )


def latin(text: str, letters: Mapping[str, str]) -> str:
    """The text in Latin letters, capitals kept; what is not in the table stays as it is."""
    found = []
    for letter in text:
        spelled = letters.get(letter.lower(), letter)
        found.append(spelled.capitalize() if letter.isupper() else spelled)
    return "".join(found)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from enumerate(csv.DictReader(file), start=2)
    except OSError as error:
        raise PackError(f"{path}: {error.strerror}") from error


def _place(row: Mapping[str, str], letters: Mapping[str, str]) -> Place:
    if not (row["code"].isdigit() and row["code"].startswith(row["parent"]) and row["mn"]):
        raise ValueError(f"code {row['code']!r}, parent {row['parent']!r}, name {row['mn']!r}")
    if row["unsure"] not in DOUBTS:
        raise ValueError(f"unsure {row['unsure']!r}")
    centre = row["centre"]
    return Place(
        code=row["code"],
        parent=row["parent"],
        kind=Kind(row["kind"]),
        names={"mn": row["mn"], "en": row["en"] or latin(row["mn"], letters)},
        spelled=frozenset() if row["en"] else frozenset({"en"}),
        centres={"mn": centre, "en": latin(centre, letters)} if centre else {},
        iso=row["iso"],
        region=row["region"],
        point=(float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None,
        doubt=row["unsure"],
        also=row["also"],
    )
