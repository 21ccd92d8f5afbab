"""The fold key: what a word is, whichever letters and conventions it was typed in.

хоршоо, xopшоо, horshoo, khorshoo and xorshoo share one key. Keys are second-rank: хол, хөл and хүл share one, too.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from search.analysis import endings
from search.analysis.tokens import is_cyrillic

_CYRILLIC = {
    **dict.fromkeys("оөуүёю", "o"),
    **dict.fromkeys("ая", "a"),
    **dict.fromkeys("эе", "e"),
    **dict.fromkeys("ийы", "i"),
    **dict.fromkeys("ьъ", ""),
    "х": "h", "ц": "c", "ч": "q", "ш": "x", "щ": "x", "ж": "j", "з": "z", "в": "v", "б": "b", "г": "g", "д": "d",
    "к": "k", "л": "l", "м": "m", "н": "n", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f",
}  # fmt: skip
#: Latin spellings, the longest first; several readings where conventions differ, the likeliest first.
_LATIN: list[tuple[str, tuple[str, ...]]] = [
    ("sh", ("x", "sh")),
    ("ch", ("q",)),
    ("ts", ("c", "ts")),
    ("kh", ("h",)),
    ("zh", ("j",)),
    ("dz", ("z", "dz")),
    ("ye", ("e",)),
    ("yo", ("o",)),
    ("yu", ("o",)),
    ("ya", ("a",)),
    ("oe", ("o",)),
    ("ue", ("o",)),
    ("x", ("h", "ks")),
    ("c", ("c", "q", "s")),
    ("j", ("j", "i")),
    ("y", ("i", "o", "")),
    ("v", ("v", "o")),
    ("w", ("v", "o")),
    ("q", ("q", "k")),
    ("'", ("",)),
    *((letter, (fold,)) for letter, fold in zip("aeiouöüáéíóú", "aeiooooaeioo", strict=True)),
    *((letter, (letter,)) for letter in "bdfghklmnprstz"),
]
#: How many readings of one Latin word are looked for.
MOST_READINGS = 24
_LATIN_RUN = re.compile(r"[a-z]+")


def _single(key: str) -> str:
    """Doubled letters become one: a long vowel counts as a short one."""
    return re.sub(r"(.)\1+", r"\1", key)


@lru_cache(maxsize=100_000)
def key_of(word: str) -> str:
    """The key of a word in lower case: of a Cyrillic word its only one, of a Latin one its likeliest."""
    if is_cyrillic(word):
        word = _LATIN_RUN.sub(lambda run: key_of(run[0]), word)  # of both scripts: hорshoo
        return _single("".join(_CYRILLIC.get(letter, letter) for letter in word))
    readings = latin_readings(word)
    return readings[0] if readings else word


@lru_cache(maxsize=20_000)
def latin_readings(word: str) -> tuple[str, ...]:
    """Keys that a Latin word may stand for as Mongolian, the likeliest first, at most MOST_READINGS.

    First every ambiguous letter is read alike throughout the word, then mixtures.
    """
    found = _read(word)
    if len(word) > 3 and word.endswith("i") and word[-2] not in "aeiou":
        # The soft sign is typed as i at a word's end, or left out.
        found = (*found[:1], *_read(word[:-1])[:1], *found[1:])[:MOST_READINGS]
    return tuple(dict.fromkeys(found))


def _read(word: str) -> tuple[str, ...]:
    parts: list[tuple[str, tuple[str, ...]]] = []
    position = 0
    while position < len(word):
        for spelling, folds in _LATIN:
            if word.startswith(spelling, position):
                parts.append((spelling, folds))
                position += len(spelling)
                break
        else:
            parts.append((word[position], (word[position],)))
            position += 1
    spellings = list(dict.fromkeys(spelling for spelling, folds in parts if len(folds) > 1))
    alternatives = dict(parts)
    found: dict[str, None] = {}
    for choice in itertools.product(*(range(len(alternatives[s])) for s in spellings)):
        chosen = dict(zip(spellings, choice, strict=True))
        found[_single("".join(folds[chosen.get(spelling, 0)] for spelling, folds in parts))] = None
        if len(found) >= MOST_READINGS:
            return tuple(found)
    for mixture in itertools.islice(itertools.product(*(folds for _spelling, folds in parts)), 200):
        found[_single("".join(mixture))] = None
        if len(found) >= MOST_READINGS:
            break
    return tuple(found)


@lru_cache(maxsize=200_000)
def key_stem(key: str) -> str:
    """A key without the endings that inflected forms have: what a form typed in any letters has in common with others.

    Learned in key space, so that it needs no dictionary and no knowledge of which vowel was meant.
    """
    if not re.search("[aeio]", key):
        return key
    rules = endings.table("endings_key.tsv")
    return steady(endings.apply(endings.apply(key, rules), rules))


def steady(key: str) -> str:
    """Without the short vowel of a last syllable, which endings push out: dorem, dorm(in)."""
    return re.sub("^(.*[aeio].*[^aeio])[aeio]([^aeio])$", r"\1\2", key)


def skeleton(key: str) -> str:
    """A key without its vowels, but for one that begins it."""
    return key[:1] + re.sub("[aeio]", "", key[1:])
