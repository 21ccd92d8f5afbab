"""Languages without an analyser of their own: words as they stand, trigrams in scripts that write no spaces."""

from __future__ import annotations

import re

from search.analysis.tokens import tokens

#: Letters with what belongs to them, in scripts that write no spaces, too.
_RUN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0e31-\u0e4e\u0eb1-\u0ece\u17b4-\u17dd])*")
#: Thai and Lao, Burmese, Khmer, Chinese and Japanese.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")


def is_unspaced(text: str) -> bool:
    """Whether it holds letters of a script that writes no spaces between words."""
    return _UNSPACED.search(text) is not None


def terms(text: str) -> list[tuple[str, int, int]]:
    """(term, start, end) of each word of a normalised text in lower case, or of each run of three letters."""
    found: list[tuple[str, int, int]] = []
    for run in _RUN.finditer(text):
        if is_unspaced(run[0]):
            found += _trigrams(run[0].casefold(), run.start(), run.end())
        else:
            found += [(t.term, run.start() + t.start, run.start() + t.end) for t in tokens(run[0])]
    return found


def _trigrams(word: str, start: int, end: int) -> list[tuple[str, int, int]]:
    if len(word) <= 3:
        return [(word, start, end)]
    places = [(at, start + min(at, end - start - 3)) for at in range(len(word) - 2)]
    return [(word[at : at + 3], place, place + 3) for at, place in places]
