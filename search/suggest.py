"""Titles for what has been typed so far: public ones, whichever letters were used."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from search.analysis import key_of, latin_readings, normalise, tokens
from search.analysis.tokens import is_cyrillic
from search.engine import engine
from search.engine.base import EngineAwayError, Hit
from search.execute import public_ids
from search.understanding import MOST_CHARACTERS, clean

MOST = 8
#: More words than this are not looked at, nor are more readings of each.
MOST_WORDS = 6
MOST_READINGS = 6


@dataclass
class _Titles:
    """All public titles, and the keys of their words in order, so that a beginning is found without a scan."""

    stamp: Hashable = None
    rows: list[Hit] = field(default_factory=list)
    keys: list[tuple[str, int]] = field(default_factory=list)

    def beginning_with(self, keys: Iterable[str]) -> set[int]:
        """Rows that have a word which begins with one of the keys."""
        found: set[int] = set()
        for key in keys:
            first = bisect.bisect_left(self.keys, (key, -1))
            last = bisect.bisect_left(self.keys, (key + "\U0010ffff", -1), lo=first)
            found.update(row for _key, row in self.keys[first:last])
        return found


_guard = threading.Lock()
_kept = _Titles()


def suggestions(typed: str, language: str) -> list[dict[str, str]]:
    """`[{title, url}]`, titles in the reader's language first; [] while the engine is away.

    Every word must begin a word of the title: the last one is still being typed.
    """
    words = [token.term for token in tokens(clean(typed)[:MOST_CHARACTERS])][:MOST_WORDS]
    if len("".join(words)) < 2:
        return []
    try:
        titles = _titles()
    except EngineAwayError:
        return []
    rows = set.intersection(*(titles.beginning_with(_readings(word)) for word in words))
    begin = words[0]

    def order(row: int) -> tuple[bool, bool, int, str]:
        hit = titles.rows[row]
        title = hit.shown["title"]
        return hit.language != language, not title.lower().startswith(begin), len(title), hit.id

    found = [titles.rows[row] for row in sorted(rows, key=order)[: 2 * MOST]]
    public = public_ids(found)
    groups: dict[str, Hit] = {}
    for hit in found:
        if hit.id in public:
            groups.setdefault(hit.group, hit)
    return [{"title": hit.shown["title"], "url": hit.shown["url"]} for hit in list(groups.values())[:MOST]]


def _readings(word: str) -> tuple[str, ...]:
    return (key_of(word),) if is_cyrillic(word) else latin_readings(word)[:MOST_READINGS]


def _titles() -> _Titles:
    """Read again when the index has changed. Raises EngineAwayError."""
    global _kept
    stamp = engine().stamp()
    with _guard:
        if _kept.stamp != stamp:
            rows = engine().titles()
            keys = sorted(
                (key_of(token.term), number)
                for number, hit in enumerate(rows)
                for token in tokens(normalise(hit.shown["title"]))
            )
            _kept = _Titles(stamp, rows, keys)
        return _kept


def forget() -> None:
    """Read the titles again."""
    global _kept
    _kept = _Titles()
