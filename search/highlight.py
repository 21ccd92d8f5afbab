"""The passage of the original text that answers, with its words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search.analysis import Token, normalise, tokens
from search.engine.base import Clause
from search.understanding import closeness

#: How far into a text is looked for a word that Latin typing may have meant, in characters.
READ_BACK = 2_000

#: Words of a passage, and how many of them stand before the first one marked.
LENGTH = 34
BEFORE = 4
#: How far into a text is looked for it, in characters: further only where the beginning does not have all words.
DEPTHS = (1_200, 8_000)


class Marker:
    """Knows which of a query's words a word of a text may mean; asked for many texts."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self.size = len(clauses)
        self._known: dict[str, list[int]] = {}

    def numbers(self, term: str) -> list[int]:
        """Which clauses may mean the word, the closest first."""
        if term not in self._known:
            found = [(closeness(term, clause), number) for number, clause in enumerate(self._clauses)]
            found.sort(key=lambda pair: (-pair[0], pair[1]))
            self._known[term] = [number for close, number in found if close]
        return self._known[term]

    def says_it_all(self, text: str) -> bool:
        """Whether a text holds a word for each clause."""
        found = {number for token in tokens(normalise(text)) for number in self.numbers(token.term)}
        return len(found) == self.size


def passage(text: str, marker: Marker) -> SafeString:
    """The stretch of `text` with the most different words of the query, those words in <mark>."""
    for depth in DEPTHS:
        part = normalise(_beginning(text, depth))
        words = tokens(part)
        meant = [marker.numbers(word.term) for word in words]
        marked = {index: numbers[0] for index, numbers in enumerate(meant) if numbers}
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


def _marked(text: str, words: Sequence[Token], hits: set[int], *, begins: bool, ends: bool) -> SafeString:
    """Those words of the text, from the first to the last, with the hits in <mark>."""
    position = 0 if begins else words[0].start
    parts: list[tuple[SafeString]] = [(conditional_escape("" if begins else "… "),)]
    for word in words:
        if word.start in hits:
            parts.append((conditional_escape(text[position : word.start]),))
            parts.append((format_html("<mark>{}</mark>", text[word.start : word.end]),))
            position = word.end
    rest = text[position:] if ends else text[position : words[-1].end]
    parts.append((conditional_escape(rest),))
    parts.append((conditional_escape("" if ends else " …"),))
    return format_html_join("", "{}", parts)


def surface_of(text: str, clause: Clause) -> str | None:
    """The word of `text` that comes closest to what the clause means, as it stands there; the first of equals."""
    words = tokens(normalise(text)[:READ_BACK])
    found = max(words, key=lambda word: closeness(word.term, clause), default=None)
    return found.surface if found and closeness(found.term, clause) else None
