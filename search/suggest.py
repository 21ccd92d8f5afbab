"""Titles for what has been typed so far: public ones, whichever letters were used."""

from __future__ import annotations

import threading

from search.analysis import key_of, latin_readings, normalise, tokens
from search.analysis.tokens import is_cyrillic
from search.engine import embedded
from search.engine.base import EngineAwayError
from search.understanding import MOST_CHARACTERS, clean

MOST = 8
_guard = threading.Lock()
_kept: tuple[tuple[int, int], list[tuple[str, str, str, list[str]]]] = ((0, 0), [])


def suggestions(typed: str, language: str) -> list[dict[str, str]]:
    """`[{title, url}]`, titles in the reader's language first; [] while the engine is away.

    Every whole word must begin a word of the title; so must the last, unfinished one.
    """
    words = [token.term for token in tokens(normalise(clean(typed)[:MOST_CHARACTERS]))][:6]
    if not words or len("".join(words)) < 2:
        return []
    readings = [(key_of(w),) if is_cyrillic(w) else latin_readings(w)[:6] for w in words]
    try:
        titles = _titles()
    except EngineAwayError:
        return []
    found = [
        (own != language, title, url)
        for own, title, url, keys in titles
        if all(any(key.startswith(reading) for key in keys for reading in options) for options in readings)
    ]
    found.sort(key=lambda row: (row[0], len(row[1])))
    return [{"title": title, "url": url} for _other, title, url in found[:MOST]]


def _titles() -> list[tuple[str, str, str, list[str]]]:
    """(language, title, address, keys of its words), read again when the index changes."""
    global _kept
    stamp = embedded().stamp()
    with _guard:
        if _kept[0] != stamp:
            rows = [
                (language, title, url, [key_of(token.term) for token in tokens(normalise(title))])
                for language, title, url, _kind in embedded().titles()
            ]
            _kept = (stamp, rows)
        return _kept[1]
