"""Words typed into the directory's own box: answered by the one search, by names while its engine is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.similar import key_of
from core.languages import current_language
from directory.overview import overview
from directory.permissions import public_entries
from search.engine.base import EngineAwayError
from search.within import ranked_pks

LONGEST = 200
#: The best so many are found; who types a word that all have gets those.
MOST = 1000


@dataclass(frozen=True)
class Searched:
    """What was found. text: "" where nothing was asked; ranked: positions, the best first; bits: None for all."""

    text: str
    ranked: Sequence[int] = ()
    bits: int | None = None


def searched_for(typed: str) -> Searched:
    """Never fails with the engine."""
    text = " ".join(typed.split())[:LONGEST]
    if not text:
        return Searched("")
    try:
        language = current_language()
        pks = ranked_pks(text, language=language, kind="organization", most=MOST)
    except EngineAwayError:
        pks = list(
            public_entries().filter(name_key__contains=key_of(text)).values_list("pk", flat=True)[:MOST]
        )
    at = overview().position
    ranked = [at[pk] for pk in pks if pk in at]
    bits = 0
    for position in ranked:
        bits |= 1 << position
    return Searched(text, ranked, bits)
