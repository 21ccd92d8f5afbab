"""One chain for each language: from a text to its terms, the same for every engine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from search.analysis import endings, generic, mongolian
from search.analysis.fold import key_of, key_stem, latin_readings
from search.analysis.tokens import is_cyrillic, normalise, tokens

#: Raised with every change that makes other terms of the same text.
VERSION = 4
#: Languages with a chain of their own; all others: `generic`.
ANALYSED = frozenset({"mn", "en"})

#: It keeps the word it works on in itself: one at a time.
_english = snowballstemmer.stemmer("english")
_english_turn = Lock()


class Term(NamedTuple):
    """A word of a text: where it stands, its term, its keys (what typing in other letters meets), its surface key.

    surface: the word in lower case. word: its surface key, or "=" and the Latin word; "" where it has none.
    """

    surface: str
    start: int
    end: int
    term: str
    keys: tuple[str, ...]
    word: str


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """Porter's second stemmer (Snowball)."""
    with _english_turn:
        return str(_english.stemWord(word))


def stem(word: str) -> str:
    """The stem of a word in lower case, by its letters."""
    return mongolian.stem(word) if is_cyrillic(word) else english_stem(word)


@lru_cache(maxsize=200_000)
def keys_of(word: str) -> tuple[str, ...]:
    """The keys under which a Cyrillic word is stored: its key without endings, and that of its stem."""
    return tuple(dict.fromkeys((key_stem(key_of(word)), key_of(mongolian.stem(word)))))


def use_dictionary(stems: Callable[[str], list[str]] | None) -> None:
    """Ask this for the stems of Mongolian words first; None: the learned endings alone. Terms made before may be others
    now.
    """
    mongolian.use_dictionary(stems)
    keys_of.cache_clear()


def analyse(text: str, language: str) -> list[Term]:
    """The terms of a text in the order in which they stand. Offsets count in `normalise(text)`.

    language: "mn" and "en" have a chain; words of both are told apart by their letters. Others: `generic`.
    """
    text = normalise(text)
    if language not in ANALYSED:
        return [Term(t, start, end, t, (), "") for t, start, end in generic.terms(text)]
    found = []
    for _surface, word, start, end in tokens(text):
        if word.isdigit():
            found.append(Term(word, start, end, word, (), ""))
        elif is_cyrillic(word):
            found.append(Term(word, start, end, mongolian.stem(word), keys_of(word), key_of(word)))
        elif language == "mn":  # a Latin word in a Mongolian text may be Mongolian, too
            keys = tuple(key_stem(key) for key in latin_readings(word)[:1])
            found.append(Term(word, start, end, english_stem(word), keys, f"={word}"))
        else:
            found.append(Term(word, start, end, english_stem(word), (), f"={word}"))
    return found


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Changes when the same text would give other terms; not with whether a dictionary is installed."""
    made = hashlib.sha256(f"analysis {VERSION}".encode())
    for path in sorted(endings.DATA.glob("*.tsv")):
        made.update(path.read_bytes())
    return made.hexdigest()[:8]
