"""Places as registers write them: codes, names with or without "aimag" and "soum", in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process

from core.places import Place, has, place, top_places

#: What stands behind a name and says what it is.
_KIND = re.compile(
    r"\b(аймаг|аймгийн|хот|нийслэл|сум|сумын|дүүрэг|дүүргийн|aimag|province|city|soum|sum|district)\b"
)
#: How the capital is written beside its name.
_CAPITAL = ("уб", "ub", "нийслэл", "улаанбаатар хот", "ulan bator")
LIKE = 75


class PlaceError(Exception):
    """No place, or which one is not clear. code: of `problems`; near: what may be meant."""

    def __init__(self, code: str, column: str, value: str, near: str = "") -> None:
        super().__init__(code)
        self.code, self.column, self.value, self.near = code, column, value, near


def place_key(name: str) -> str:
    """What spellings of a name have in common."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "", _KIND.sub(" ", plain)) or re.sub(r"[\W_]+", "", plain)


@cache
def _tops() -> dict[str, str]:
    found = {place_key(name): one.code for one in top_places() for name in _names(one)}
    capital = next((one.code for one in top_places() if one.kind == "capital"), "")
    return found | {place_key(name): capital for name in _CAPITAL if capital}


@cache
def _below(top: str) -> dict[str, str]:
    return {place_key(name): one.code for one in place(top).children() for name in _names(one)}


def _names(one: Place) -> Iterable[str]:
    return [name for name in (*one.names.values(), one.also) if name]


def find_place(*, code: str, aimag: str, soum: str) -> str:
    """The place's code; "" where all three are empty. Raises PlaceError."""
    found = _by_columns(aimag, soum)
    if not code:
        return found
    own = _by_code(code)
    if found and not (own.startswith(found) or found.startswith(own)):
        raise PlaceError("two-places", "place", code)
    return max(own, found, key=len)


def _by_code(text: str) -> str:
    if text.isdigit():
        if not has(text):
            raise PlaceError("no-place", "place", text)
        return text
    parts = [part.strip() for part in re.split(r"[,;/]", text) if part.strip()]
    if len(parts) > 1:
        return _by_columns(parts[0], parts[1])
    key = place_key(text)
    if key in _tops():
        return _tops()[key]
    try:
        return _soum_alone(text, "place")
    except PlaceError as error:
        raise PlaceError("no-place" if error.code == "no-soum" else error.code, "place", text) from None


def _by_columns(aimag: str, soum: str) -> str:
    if not aimag:
        return _soum_alone(soum, "soum") if soum else ""
    if aimag.isdigit() and has(aimag):
        top = aimag[:2]
    else:
        top = _tops().get(place_key(aimag), "")
        if not top:
            raise PlaceError("no-aimag", "aimag", aimag, _nearest(place_key(aimag), _tops()))
    if not soum:
        return top
    if soum.isdigit() and has(soum) and soum.startswith(top):
        return soum
    below = _below(top).get(place_key(soum), "")
    if not below:
        raise PlaceError("no-soum", "soum", soum, _nearest(place_key(soum), _below(top)))
    return below


def _soum_alone(soum: str, column: str) -> str:
    if soum.isdigit() and has(soum):
        return soum
    key = place_key(soum)
    found = [_below(top.code)[key] for top in top_places() if key in _below(top.code)]
    if not found:
        raise PlaceError("no-soum", column, soum)
    if len(found) > 1:
        raise PlaceError("which-soum", column, soum)
    return found[0]


def _nearest(key: str, known: dict[str, str]) -> str:
    """The code of a place whose name is nearly this, "" where there is none."""
    found = process.extractOne(key, known.keys(), score_cutoff=LIKE)
    return known[found[0]] if found else ""
