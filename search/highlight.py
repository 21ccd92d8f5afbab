"""The passage of the original text that answers, with its words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search import weights
from search.analysis import Term, analyse, normalise
from search.empty import EMPTY
from search.engine.base import Clause

#: How far into a text is looked for a word that Latin typing may have meant, in characters.
READ_BACK = 2_000

#: Words of a passage, and how many of them stand before the first one marked.
LENGTH = 34
BEFORE = 4
#: How far into a text is looked for it, in characters: further only where the beginning does not have all words.
DEPTHS = (1_200, 8_000)


class Marker:
    """Knows which of a query's clauses a word of a text may mean; asked for many texts."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.size = len(clauses)
        self._meant: dict[tuple[str, str], list[tuple[float, int, str]]] = {}
        self._known: dict[str, list[tuple[float, int, str]]] = {}
        for number, clause in enumerate(clauses):
            for alternative in clause.alternatives:
                weight = alternative.weight / len(alternative.words)
                for word in alternative.words:
                    found = self._meant.setdefault((word.level, word.text), [])
                    found.append((weight, number, alternative.guess))

    def meanings(self, term: Term) -> list[tuple[float, int, str]]:
        """(weight, number of the clause, kind of guess) of what a word may mean, the closest first."""
        if term.surface not in self._known:
            found = list(self._meant.get(("term", term.term), ()))
            for key in term.keys:
                found += self._meant.get(("key", key), ())
            found.sort(key=lambda one: (-one[0], one[1]))
            self._known[term.surface] = found
        return self._known[term.surface]

    def title_bonus(self, title: str, language: str) -> float:
        """By what a title's score is multiplied: it may hold a word for each clause, and may hold nothing else.

        The less the closer its words are guesses.
        """
        best: dict[int, float] = {}
        others = 0
        for term in analyse(title, language):
            meanings = self.meanings(term)
            others += not meanings and term.surface not in EMPTY
            for weight, number, _guess in meanings:
                best[number] = max(best.get(number, 0.0), weight)
        if len(best) < self.size:
            return 1.0
        sure = min(1.0, *best.values())
        bonus = weights.WHOLE_TITLE * (1.0 if others else weights.NOTHING_ELSE)
        return 1 + (bonus - 1) * sure

    def depth(self, text: str, language: str) -> tuple[int, float]:
        """How deep a text goes into what is asked: how often it has a word of the query, and the greatest share of the
        query's words within weights.NEAR_WORDS words.
        """
        seen = most = 0
        last: dict[int, int] = {}
        for place, word in enumerate(_words_of(text, language)):
            meanings = self.meanings(word)
            if meanings:
                seen += 1
                for _weight, number, _guess in meanings:
                    last[number] = place
                most = max(most, sum(place - at <= weights.NEAR_WORDS for at in last.values()))
        return seen, most / self.size

    def closest(self, text: str, language: str) -> dict[int, tuple[str, float, str]]:
        """For each clause the word of the text that comes closest: as it stands there, weight, kind of guess."""
        text = normalise(text)[:READ_BACK]
        found: dict[int, tuple[str, float, str]] = {}
        for term in analyse(text, language):
            for weight, number, guess in self.meanings(term):
                before = found.get(number)
                if (
                    before is None
                    or weight > before[1]
                    or (weight == before[1] and term.end - term.start < len(before[0]))
                ):  # of equals the shortest: it has the fewest endings
                    found[number] = (text[term.start : term.end], weight, guess)
        return found


@lru_cache(maxsize=1_000)
def _words_of(text: str, language: str) -> tuple[Term, ...]:
    """The words of a text, kept: the guides that many ask for are read for each query anew."""
    return tuple(_shared(term.surface, term.term, term.keys) for term in analyse(text, language))


@lru_cache(maxsize=100_000)
def _shared(surface: str, term: str, keys: tuple[str, ...]) -> Term:
    """One for all places where the word stands."""
    return Term(surface, 0, 0, term, keys, "")


def passage(text: str, marker: Marker, language: str) -> SafeString:
    """The stretch of `text` with the most different words of the query, those words in <mark>."""
    for depth in DEPTHS:
        part = normalise(_beginning(text, depth))
        words = analyse(part, language)
        meant = [marker.meanings(word) for word in words]
        marked = {index: meanings[0][1] for index, meanings in enumerate(meant) if meanings}
        start, found = _best_window(marked)
        if found == marker.size or depth >= len(text):
            break
    if not words:
        return conditional_escape(part)
    first = max(0, min(start - BEFORE, len(words) - LENGTH))
    window = words[first : first + LENGTH]
    ends = window[-1] is words[-1] and depth >= len(text)
    return _marked(part, window, {words[i].start for i in marked}, begins=first == 0, ends=ends)


def _beginning(text: str, depth: int) -> str:
    """The first characters of a text, without the word that would be cut."""
    if len(text) <= depth:
        return text
    part = text[:depth]
    return part.rpartition(" ")[0] or part


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


def _marked(text: str, words: Sequence[Term], hits: set[int], *, begins: bool, ends: bool) -> SafeString:
    """Those words of the text, from the first to the last, with the hits in <mark>."""
    position = 0 if begins else words[0].start
    parts: list[tuple[SafeString]] = [(conditional_escape("" if begins else "… "),)]
    for word in words:
        if word.start in hits and word.start >= position:
            parts.append((conditional_escape(text[position : word.start]),))
            parts.append((format_html("<mark>{}</mark>", text[word.start : word.end]),))
            position = word.end
    rest = text[position:] if ends else text[position : words[-1].end]
    parts.append((conditional_escape(rest),))
    parts.append((conditional_escape("" if ends else " …"),))
    return format_html_join("", "{}", parts)
