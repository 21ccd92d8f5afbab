"""Languages without an analyser of their own: trigrams over the folded text."""

from __future__ import annotations

import re
import unicodedata

#: Letters with what belongs to them, in scripts that write no spaces, too.
_RUN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0e31-\u0e4e\u0eb1-\u0ece\u17b4-\u17dd])*")


def trigrams(text: str) -> list[tuple[str, int, int]]:
    """(term, start, end): each run of three letters; shorter words stand as they are."""
    found: list[tuple[str, int, int]] = []
    for run in _RUN.finditer(text):
        word = unicodedata.normalize("NFKD", run[0]).casefold() if run[0].isascii() else run[0].casefold()
        if len(word) <= 3:
            found.append((word, run.start(), run.end()))
            continue
        for at in range(len(word) - 2):
            start = run.start() + min(at, run.end() - run.start() - 3)
            found.append((word[at : at + 3], start, start + 3))
    return found
