"""Normalising and cutting text into words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

#: Longer "words" are no words.
LONGEST = 64

#: Soft hyphens, zero width, marks of direction; a no-break space is a space.
_HIDDEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_INVISIBLE = {**dict.fromkeys(map(ord, _HIDDEN)), 0x00A0: " "}
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
# Letters that old fonts and wrong keyboards put in the place of Mongolian ones, in words with Cyrillic letters.
_TWINS = str.maketrans(
    "єЄѳѲїЇіІaceopxyvABCEHKMOPTXYV",
    "өӨөӨүҮиИасеорхүүАВСЕНКМОРТХҮҮ",
)
#: Case endings that stand alone after a number or an abbreviation: 10-ны, ХЗХ-ийн.
_BARE = frozenset(
    "ы ий ын ийн ны ний ыг ийг г т д нд ад аас ээс оос өөс аар ээр оор өөр тай тэй той руу рүү".split()
)
_ZE = re.compile(r"(?<=\d)[Зз](?=\d)")


class Token(NamedTuple):
    """A word: as it stands in the text, as it is compared, and where it stands."""

    surface: str
    term: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Composed characters, nothing invisible; the letter З between digits is a 3."""
    return _ZE.sub("3", unicodedata.normalize("NFC", text).translate(_INVISIBLE))


@lru_cache(maxsize=100_000)
def repair(word: str) -> str:
    """Lower case; look-alike letters of a word with Cyrillic letters become the Mongolian ones."""
    if _CYRILLIC.search(word):
        word = word.translate(_TWINS)
    return word.lower()


def is_cyrillic(word: str) -> bool:
    """Whether the word holds a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def looks_cyrillic(word: str) -> str | None:
    """What a Latin word says where all its letters have Cyrillic twins: xopoo -> хороо."""
    made = word.translate(_TWINS)
    return (
        made.lower() if word and _CYRILLIC.fullmatch(made[:1]) and all(map(_CYRILLIC.match, made)) else None
    )


def tokens(text: str) -> list[Token]:
    """The words of a normalised text with their offsets, without bare case endings after numbers and abbreviations."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word, term = match[0], repair(match[0])[:LONGEST]
        if (
            found
            and found[-1].end + 1 == match.start()
            and text[match.start() - 1] in "-‑–"
            and term in _BARE
        ):
            before = found[-1].surface
            if before.isdigit() or before.isupper():
                continue
        found.append(Token(word, term, match.start(), match.end()))
    return found
