"""Titles for what has been typed so far: public ones, whichever letters were used."""

from __future__ import annotations

from search.analysis import is_cyrillic, key_of, latin_readings, tokens
from search.engine.base import EngineAwayError, Hit
from search.execute import ask, public_ids
from search.registry import PUBLIC
from search.understanding import MOST_CHARACTERS, clean

MOST = 8
#: More words than this are not looked at, nor are more readings of each.
MOST_WORDS = 6
MOST_READINGS = 6
#: So many are fetched, to be put into order.
CANDIDATES = 40


def suggestions(typed: str, language: str) -> list[dict[str, str]]:
    """`[{title, url}]`, titles in the reader's language first; [] while the engine is away.

    Every word must begin a word of the title: the last one is still being typed.
    """
    words = [token.term for token in tokens(clean(typed)[:MOST_CHARACTERS])][:MOST_WORDS]
    if len("".join(words)) < 2:
        return []
    begun = [readings(word) for word in words]
    try:
        hits = ask(lambda engine: engine.beginning_with(begun, (PUBLIC,), language, CANDIDATES))
    except EngineAwayError:
        return []

    def order(hit: Hit) -> tuple[bool, bool, float, int, str]:
        title = hit.shown["title"]
        begins = title.lower().startswith(words[0])
        return hit.language != language, not begins, -hit.weight, len(title), hit.id

    found = sorted(hits, key=order)[: 2 * MOST]
    public = public_ids(found)
    groups: dict[str, Hit] = {}
    for hit in found:
        if hit.id in public:
            groups.setdefault(hit.group, hit)
    return [{"title": hit.shown["title"], "url": hit.shown["url"]} for hit in list(groups.values())[:MOST]]


def readings(word: str) -> tuple[str, ...]:
    """What a title's word may begin with: keys, and the Latin word as it stands."""
    if is_cyrillic(word):
        return (key_of(word),)
    return tuple(dict.fromkeys((word, *latin_readings(word)[:MOST_READINGS])))
