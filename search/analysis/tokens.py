"""Normalising and cutting text into words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

#: Raised with every change that makes other terms of the same text.
VERSION = 1
#: Longer "words" are no words.
LONGEST = 64

_INVISIBLE = {0x00AD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None, 0x00A0: " "}
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
# Letters that old fonts and wrong keyboards put in the place of Mongolian ones, in words with Cyrillic letters.
_TWINS = str.maketrans(
    "єЄѳѲїЇіІaceopxyvABCEHKMOPTXYV",
    "өӨөӨүҮиИасеорхүүАВСЕНКМОРТХҮҮ",
)
_english = snowballstemmer.stemmer("english")


class Token(NamedTuple):
    """A word: as it stands in the text, as it is compared, and where it stands."""

    surface: str
    term: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Composed characters, nothing invisible."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


@lru_cache(maxsize=100_000)
def repair(word: str) -> str:
    """Lower case; look-alike letters of a word with Cyrillic letters become the Mongolian ones."""
    if _CYRILLIC.search(word):
        word = word.translate(_TWINS)
    return word.lower()


def is_cyrillic(word: str) -> bool:
    """Whether the word holds a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def tokens(text: str) -> list[Token]:
    """The words of a normalised text with their offsets."""
    return [
        Token(found[0], repair(found[0])[:LONGEST], found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """English stem of a Latin word; a Cyrillic word stays as it is in this form."""
    return word if is_cyrillic(word) else str(_english.stemWord(word))


def fingerprint() -> str:
    """Changes when the same text would give other terms."""
    return hashlib.sha256(f"analysis {VERSION}".encode()).hexdigest()[:8]
