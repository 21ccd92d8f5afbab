"""Endings of Mongolian words: tables learned from a dictionary, the longest ending that fits decides."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
#: What is left of a word has at least so many letters.
SHORTEST = 2
_VOWEL = re.compile("[аэиоуөүыеёюяaeio]")

Table = dict[str, tuple[int, str]]


@lru_cache(maxsize=2)
def table(name: str) -> Table:
    """The table of a file in data/: ending -> (letters to cut, letters to add)."""
    found: Table = {}
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            ending, cut, add = line.split("\t")
            found[ending] = (int(cut), add)
    return found


def apply(word: str, rules: Table) -> str:
    """The word after the edit of its longest known ending; itself where none is known or no word would be left."""
    for start in range(max(1, len(word) - 9), len(word)):
        rule = rules.get(word[start:])
        if rule:
            cut, add = rule
            left = word[: len(word) - cut] + add
            return left if len(left) >= SHORTEST and _VOWEL.search(left) else word
    return word
