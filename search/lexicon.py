"""The words of public texts, kept in memory: what is known, and what an unknown word was probably meant to be.

Taken from the engine whenever what is stored has changed: nothing to keep in step. Where there are many, a
thread reads them, so that no reader waits.
"""

from __future__ import annotations

import bisect
import logging
import math
import os.path
import threading
import time
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search import weights
from search.analysis import english_stem, key_stem, skeleton
from search.engine.base import Engine, EngineAwayError

logger = logging.getLogger(__name__)

#: More words than this are read again in the background, and no more often than every so many seconds.
MANY, SECONDS = 20_000, 30.0
#: So many words an unknown one may have been meant to be.
MOST_GUESSES = 6
#: A key shorter than this is not guessed; from this length on two slips are looked for.
SHORTEST_GUESS, LONG = 4, 7
#: What English puts behind a stem.
_ENDINGS = frozenset(
    "s es ed d ing e er ers or ors ly y ies ied ment ments ion ions ive ives al ation ations 's".split()
)


@dataclass(frozen=True)
class Lexicon:
    """Words by their surface key (Latin ones by themselves, with "=" in front) and in how many documents they stand."""

    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def keys(self) -> list[str]:
        """Surface keys in order."""
        return sorted(word for word in self.counts if not word.startswith("="))

    @cached_property
    def latin(self) -> list[str]:
        """Latin words in order."""
        return sorted(word[1:] for word in self.counts if word.startswith("="))

    @cached_property
    def key_stems(self) -> frozenset[str]:
        """Keys without endings."""
        return frozenset(map(key_stem, self.keys))

    @cached_property
    def latin_stems(self) -> frozenset[str]:
        """English stems."""
        return frozenset(map(english_stem, self.latin))

    @cached_property
    def first_letters(self) -> frozenset[str]:
        """Letters that a word begins with."""
        return frozenset(word[0] for word in (*self.keys, *self.latin))

    @cached_property
    def endings(self) -> frozenset[str]:
        """What stands behind the stems of three words or more."""
        counted = Counter(_rest(key, key_stem(key)) for key in self.keys)
        return frozenset(rest for rest, times in counted.items() if times > 2)

    def knows_key(self, key: str) -> bool:
        """Whether a text has a word with this surface key, or its stem (of three letters or more) and its ending."""
        if key in self.counts:
            return True
        stem = key_stem(key)
        return (
            len(stem) > 2 and stem in self.key_stems and (len(stem) > 5 or _rest(key, stem) in self.endings)
        )

    def has_key(self, key: str) -> bool:
        """Whether a text has a word with this very surface key."""
        return key in self.counts

    def knows_latin(self, word: str) -> bool:
        """Whether a text has this Latin word, or another form of it."""
        if f"={word}" in self.counts:
            return True
        stem = english_stem(word)
        return stem in self.latin_stems and word.startswith(stem) and word[len(stem) :] in _ENDINGS

    def like_key(self, key: str) -> list[tuple[str, float]]:
        """(surface key, weight): what a key that no text has was probably meant to be, the likeliest first."""
        return self._like(key, self.keys, "")

    def like_latin(self, word: str) -> list[tuple[str, float]]:
        """The same for a Latin word."""
        return self._like(word, self.latin, "=")

    def _like(self, word: str, known: list[str], mark: str) -> list[tuple[str, float]]:
        if len(word) < SHORTEST_GUESS:
            return []
        most = 2 if len(word) >= LONG else 1
        alike = _beginning(known, word[0])
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=most, limit=60)
        slipped = [(other, slips) for other, slips, _index in near]
        slipped += [(other, 1) for other in self._first_letter_slipped(word, mark)]
        bones, letters = skeleton(word), sorted(word)
        scored = []
        for other, slips in slipped:
            weight = weights.SLIP if slips <= 1 else weights.TWO_SLIPS
            if skeleton(other) != bones and sorted(other) != letters:
                weight *= weights.OTHER_CONSONANT
            # Of words equally near, the commoner one was probably meant.
            scored.append((other, weight, math.log1p(self.counts[mark + other])))
        most_common = max((often for _other, _weight, often in scored), default=1.0)
        found = [(other, weight * (0.7 + 0.3 * often / most_common)) for other, weight, often in scored]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return [pair for pair in found[:MOST_GUESSES] if pair[1] >= found[0][1] * weights.NEAR_BEST]

    def _first_letter_slipped(self, word: str, mark: str) -> list[str]:
        """Words that differ by the first letter alone (exchanged, left out, added, or swapped with the second)."""
        rest = word[1:]
        made = [rest, word[1] + word[0] + word[2:]]
        made += [letter + end for letter in self.first_letters for end in (rest, word)]
        return sorted({other for other in made if other[0] != word[0] and mark + other in self.counts})

    def beginning_with(self, key: str) -> list[str]:
        """Surface keys that begin so, the commonest first: a word may be half typed."""
        return self._begin(key, self.keys, "")

    def latin_beginning_with(self, word: str) -> list[str]:
        """Latin words that begin so."""
        return self._begin(word, self.latin, "=")

    def _begin(self, begin: str, known: list[str], mark: str) -> list[str]:
        if len(begin) < 3:
            return []
        return sorted(_beginning(known, begin), key=lambda w: (-self.counts[mark + w], w))[:MOST_GUESSES]


def _beginning(known: list[str], begin: str) -> list[str]:
    first = bisect.bisect_left(known, begin)
    return known[first : bisect.bisect_left(known, begin + "\U0010ffff", lo=first)]


def _rest(key: str, stem: str) -> str:
    common = len(os.path.commonprefix([key, stem]))
    return key[common:]


@dataclass
class _Kept:
    stamp: Hashable = None
    at: float = 0.0
    lexicon: Lexicon = field(default_factory=Lexicon)
    reading: bool = False


_guard = threading.Lock()
#: By engine: what is gone takes its words along.
_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def of(engine: Engine) -> Lexicon:
    """The engine's words, at most half a minute old. Raises EngineAwayError where there are none yet."""
    kept = _kept.setdefault(engine, _Kept())
    stamp = engine.stamp()
    if stamp == kept.stamp:
        return kept.lexicon
    if len(kept.lexicon.counts) <= MANY:
        with _guard:
            if kept.stamp != stamp:
                _read(engine, kept, stamp)
    elif time.monotonic() - kept.at > SECONDS and not kept.reading:
        kept.reading = True
        threading.Thread(target=_read_apart, args=(engine, kept, stamp), daemon=True).start()
    return kept.lexicon


def _read(engine: Engine, kept: _Kept, stamp: Hashable) -> None:
    lexicon = Lexicon(engine.words())
    _touch((lexicon.keys, lexicon.latin, lexicon.key_stems, lexicon.latin_stems, lexicon.endings))
    kept.stamp, kept.at, kept.lexicon = stamp, time.monotonic(), lexicon


def _touch(_made: Iterable[object]) -> None:
    """What is made on demand was made now."""


def _read_apart(engine: Engine, kept: _Kept, stamp: Hashable) -> None:
    try:
        _read(engine, kept, stamp)
    except EngineAwayError as error:
        logger.warning("search: words not read again, %s", error)
    finally:
        kept.reading = False


def forget() -> None:
    """Read again at the next query."""
    _kept.clear()
