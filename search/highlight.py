"""The passage of the original text that answers, with its words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from html import escape
from itertools import compress
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from search import weights
from search.analysis import Term
from search.empty import EMPTY
from search.engine.base import Clause, Word
from search.reading import Read, read, read_title

#: Words of a passage, and how many of them stand before the first one marked.
LENGTH = 34
BEFORE = 4
#: How far into a text is looked for it, in characters: further only where the beginning does not have all words.
DEPTHS = (weights.READ, 8_000)


class Meaning(NamedTuple):
    """What a word of a text may mean: so sure (0 to 1), this clause of the query, by such a guess, with these words."""

    weight: float
    clause: int
    guess: str
    words: tuple[Word, ...]


_NOTHING: list[Meaning] = []
#: Guesses that a word as it was typed goes before.
_WEAK = frozenset({"letters", "typo", "beginning", "layout"})
#: So many letters must agree for a word to be a form of another.
_ALIKE = 4


def _alike(surface: str, word: str) -> bool:
    return surface[:_ALIKE] == word[:_ALIKE]


class _Known(dict[str, list[Meaning]]):
    """By a word as it stands, what it may mean: worked out where it is asked for first, then as fast as any dict."""

    def __init__(self) -> None:
        self.meant: dict[str, dict[str, list[Meaning]]] = {"term": {}, "key": {}}
        self.texts: set[str] = set()  # of both levels
        # By identity: comparing texts would take longer than reading them.
        self._read: dict[int, tuple[Read, list[list[Meaning]]]] = {}

    def add(self, word: Word, meaning: Meaning) -> None:
        """A word of the query."""
        self.meant[word.level].setdefault(word.text, []).append(meaning)
        self.texts.add(word.text)

    def of(self, read: Read) -> list[list[Meaning]]:
        """What each word of a text may mean, the closest first."""
        known = self._read.get(id(read))
        if known is None:
            known = self._read[id(read)] = (read, self._look(read))
        return known[1]

    def _look(self, read: Read) -> list[list[Meaning]]:
        found: list[Any] = list(map(self.get, read.surfaces))
        for index in [index for index, meant in enumerate(found) if meant is None]:
            surface = read.surfaces[index]
            found[index] = self[surface] if surface in self else self._learn(read.words[index])
        return found

    def _learn(self, word: Term) -> list[Meaning]:
        if word.term not in self.texts and self.texts.isdisjoint(word.keys):  # most words of a text
            self[word.surface] = _NOTHING
            return _NOTHING
        found = list(self.meant["term"].get(word.term, ()))
        by_key = self.meant["key"]
        for key in word.keys:
            if key in by_key:
                found += by_key[key]
        if found:
            found.sort(key=lambda one: (-one.weight, one.clause))
        self[word.surface] = found
        return found


class Marker:
    """Knows which of a query's clauses a word of a text may mean; asked for many texts."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.size = len(clauses)
        self._words = [clause.word for clause in clauses]
        self._known = _Known()
        self._certainty: dict[str, tuple[set[int], set[int], set[int]]] = {}
        said = Counter(a.words for clause in clauses for a in clause.alternatives if a.guess == "variant")
        #: Variants that are said in several words: no abbreviations of what a title may be.
        self._phrases = {words for words, clauses_saying in said.items() if clauses_saying > 1}
        for number, clause in enumerate(clauses):
            for alternative in clause.alternatives:
                weight = alternative.weight / len(alternative.words)
                for word in alternative.words:
                    self._known.add(word, Meaning(weight, number, alternative.guess, alternative.words))

    def meanings(self, read: Read) -> list[list[Meaning]]:
        """What each word of a text may mean, the closest first.

        Of what is said in several words ("credit union") none means anything where one is missing in the text: it would
        be marked for nothing. (For the ranking it is a hint all the same: .9650 of the judged queries against .9640.)
        """
        found = self._known.of(read)
        several = {
            meaning.words for some in compress(found, found) for meaning in some if len(meaning.words) > 1
        }
        if not several:
            return found
        there = {word.term for word in compress(read.words, found)}  # the others are none of the query's
        missing = {words for words in several if not all(word.text in there for word in words)}
        if not missing:
            return found
        return [[m for m in some if m.words not in missing] if some else some for some in found]

    def title_bonus(self, title: str, language: str) -> float:
        """By what a title's score is multiplied: it may hold a word for some clauses or for each, and nothing else.

        The less the closer its words are guesses.
        """
        best: dict[int, float] = {}
        others = 0
        title_read = read_title(title, language)
        there = {term.term for term in title_read.words}
        for term, meanings in zip(title_read.words, self._known.of(title_read), strict=True):
            others += not meanings and term.surface not in EMPTY
            for meaning in meanings:
                several = len(meaning.words) > 1
                if several and not all(word.text in there for word in meaning.words):
                    continue
                # "Start a coop" is not what the term "to found" is called; an abbreviation stands for its whole name.
                if meaning.guess != "variant" or (several and meaning.words not in self._phrases):
                    best[meaning.clause] = max(best.get(meaning.clause, 0.0), meaning.weight)
        part = 1 + weights.PART_OF_TITLE * len(best) / self.size
        if len(best) < self.size:
            return part
        sure = min(1.0, *best.values())
        bonus = weights.WHOLE_TITLE * (1.0 if others else weights.NOTHING_ELSE)
        return part * (1 + (bonus - 1) * sure)

    def held(self, title: str, body: str, language: str) -> tuple[set[int], set[int]]:
        """Clauses that a text has as typed; those that it has by a weak guess alone.

        A word that begins like the typed one is taken for a form of it.
        """
        exact: set[int] = set()
        guessed: set[int] = set()
        others: set[int] = set()
        for text in (read_title(title, language), read(body, language, weights.READ)):
            for surface in set(compress(text.surfaces, self._known.of(text))):
                if surface not in self._certainty:
                    self._certainty[surface] = self._certain(surface)
                for all_of, some in zip((exact, others, guessed), self._certainty[surface], strict=True):
                    all_of |= some
        return exact, guessed - exact - others

    def _certain(self, surface: str) -> tuple[set[int], set[int], set[int]]:
        """The clauses that a word has as typed, by a good guess, by a weak one."""
        exact: set[int] = set()
        others: set[int] = set()
        guessed: set[int] = set()
        for meaning in self._known[surface]:
            if not meaning.guess:
                exact.add(meaning.clause)
            elif meaning.guess not in _WEAK or _alike(surface, self._words[meaning.clause]):
                others.add(meaning.clause)
            else:
                guessed.add(meaning.clause)
        return exact, others, guessed

    def is_all_in(self, title: str, language: str) -> bool:
        """Whether a title has a word for each clause."""
        meant = self.meanings(read_title(title, language))
        return len({meaning.clause for some in meant for meaning in some}) == self.size

    def depth(self, text: str, language: str) -> tuple[int, float]:
        """How deep a text, as far as weights.READ, goes into what is asked: how often it has a word of the query, and
        the greatest share of the query's words within weights.NEAR_WORDS words.
        """
        seen = most = 0
        last: dict[int, int] = {}
        found = self._known.of(read(text, language, weights.READ))
        for place, meanings in compress(enumerate(found), found):  # those that mean something
            seen += 1
            for meaning in meanings:
                last[meaning.clause] = place
            most = max(most, sum(place - at <= weights.NEAR_WORDS for at in last.values()))
        return seen, most / self.size

    def closest(self, read: Read) -> dict[int, tuple[str, float, str]]:
        """For each clause the word of the text that comes closest: as it stands there, weight, kind of guess."""
        found: dict[int, tuple[str, float, str]] = {}
        for index, meanings in enumerate(self.meanings(read)):
            for weight, number, guess, words in meanings:
                if guess == "variant" or len(words) > 1:  # what was typed is right as it is
                    continue
                before = found.get(number)
                surface = read.surface(index)
                if (
                    before is None
                    or weight > before[1]
                    or (weight == before[1] and len(surface) < len(before[0]))
                ):  # of equals the shortest: it has the fewest endings
                    found[number] = (surface, weight, guess)
        return found


def passage(text: str, marker: Marker, language: str) -> SafeString:
    """The stretch of `text` with the most different words of the query, those words in <mark>."""
    for depth in DEPTHS:
        part = read(text, language, depth)
        meant = marker.meanings(part)
        marked = {index: meanings[0].clause for index, meanings in compress(enumerate(meant), meant)}
        start, found = _best_window(marked)
        if found == marker.size or depth >= len(text):
            break
    if not part.words:
        return SafeString(escape(part.text))
    first = max(0, min(start - BEFORE, len(part.words) - LENGTH))
    window = range(first, min(first + LENGTH, len(part.words)))
    whole = window[-1] == len(part.words) - 1 and depth >= len(text)
    return _marked(part, window, marked, whole=whole)


def _best_window(marked: dict[int, int]) -> tuple[int, int]:
    """Where the stretch begins that has the most different clauses (the earliest of those), and how many.

    marked: index of a word -> number of the clause that means it, in the order of the text.
    """
    indexes = list(marked)
    within: Counter[int] = Counter()
    best, best_start, end = 0, 0, 0
    for start in indexes:
        while end < len(indexes) and indexes[end] < start + LENGTH - BEFORE:
            within[marked[indexes[end]]] += 1
            end += 1
        if len(within) > best:
            best, best_start = len(within), start
        within[marked[start]] -= 1
        if not within[marked[start]]:
            del within[marked[start]]
    return best_start, best


def _marked(part: Read, window: range, marked: Container[int], *, whole: bool) -> SafeString:
    """The words of the window, from the first to the last, those marked in <mark>. whole: the text ends with it."""
    begins = window[0] == 0
    position = 0 if begins else part.starts[window[0]]
    parts = ["" if begins else "… "]
    for index in window:
        if index in marked and part.starts[index] >= position:
            parts += (
                escape(part.text[position : part.starts[index]]),
                "<mark>",
                escape(part.surface(index)),
                "</mark>",
            )
            position = part.ends[index]
    parts.append(escape(part.text[position:] if whole else part.text[position : part.ends[window[-1]]]))
    parts.append("" if whole else " …")
    return SafeString("".join(parts))  # all but the marks is escaped
