"""Results that editors put first.

A query has a pin where its words are the pin's, no more and no fewer, in any order ("байгуулах хоршоо" is as good as
"хоршоо байгуулах": what is meant is the same, and whoever types on a phone rarely minds the order). Words are the
same by their stem, or by their key: so endings, Latin letters and the wrong keyboard layout make no difference. What
is only guessed (slips, beginnings, translations, synonyms) has no pin. Keys are coarse (хол, хөл): where a pin in
Cyrillic letters has the very stems, other Cyrillic ones that only have the keys are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import shared
from search.analysis import is_cyrillic, key_stem, keys_of, latin_readings, stem, tokens
from search.empty import EMPTY
from search.engine.base import Clause
from search.models import Pin
from search.understanding import Understood

#: Ways to mean a word that are no guess at another one.
_SURE = {"", "letters", "reading", "layout"}


@dataclass(frozen=True)
class _Pinned:
    """signs: for each word of the query by what it may be known; stems: the surest of them."""

    group: str
    stems: frozenset[str]
    signs: tuple[frozenset[str], ...]
    cyrillic: bool


def groups_for(understood: Understood, language: str) -> list[str]:
    """Groups of documents pinned to this query, in order."""
    pinned = shared.one("search pins", _read).get((language, len(understood.clauses)), ())
    if not pinned or understood.without:
        return []
    stems = frozenset().union(*(_signs(clause, {""}) for clause in understood.clauses))
    clauses = [_signs(clause, _SURE) for clause in understood.clauses]
    fitting = [pin for pin in pinned if _same(pin.signs, clauses)]
    exact = {pin for pin in fitting if pin.cyrillic and pin.stems <= stems}
    return list(dict.fromkeys(pin.group for pin in fitting if not (exact and pin.cyrillic) or pin in exact))


def _same(words: Sequence[frozenset[str]], clauses: Sequence[frozenset[str]]) -> bool:
    """Whether each word is one of the clauses, and each clause one of the words."""
    return all(any(word & clause for clause in clauses) for word in words) and all(
        any(word & clause for word in words) for clause in clauses
    )


def _signs(clause: Clause, guesses: Iterable[str]) -> frozenset[str]:
    """By what the clause is known."""
    return frozenset(a.words[0].text for a in clause.alternatives if len(a.words) == 1 and a.guess in guesses)


def _read() -> dict[tuple[str, int], list[_Pinned]]:
    """All pins by language and number of words."""
    found: dict[tuple[str, int], list[_Pinned]] = {}
    for pin in Pin.objects.select_related("page").order_by("sort_order", "pk"):
        words = list(dict.fromkeys(_carrying(pin.query)))
        signs = tuple(_signs_of_word(word) for word in words)
        pinned = _Pinned(
            str(pin.page.translation_key), frozenset(map(stem, words)), signs, is_cyrillic(pin.query)
        )
        found.setdefault((pin.language, len(words)), []).append(pinned)
    return found


def _carrying(query: str) -> list[str]:
    words = [token.term for token in tokens(query)]
    return [word for word in words if word not in EMPTY] or words


def _signs_of_word(word: str) -> frozenset[str]:
    keys = keys_of(word) if is_cyrillic(word) else tuple(map(key_stem, latin_readings(word)[:1]))
    return frozenset((stem(word), *keys))
