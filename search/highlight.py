"""The passage of the original text that answers, with its words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search.analysis import Token, normalise, tokens
from search.engine.base import Clause
from search.understanding import closeness

#: Words of a passage, and how many of them stand before the first one marked.
LENGTH = 34
BEFORE = 4
#: How far into a text is looked for it, in characters.
DEPTH = 8_000


def passage(text: str, clauses: Sequence[Clause]) -> SafeString:
    """The stretch of `text` with the most different words of the query, those words in <mark>."""
    text = normalise(text)[:DEPTH]
    words = tokens(text)
    if not words:
        return conditional_escape(text)
    marked = _marked_words(words, clauses)
    first = _best_start(marked, len(words))
    return _marked(text, words[first : first + LENGTH], {words[i].start for i in marked}, first > 0)


def _marked_words(words: Sequence[Token], clauses: Sequence[Clause]) -> dict[int, int]:
    """Index of each word that a clause means -> number of that clause, in the order of the text."""
    meant: dict[str, int | None] = {}
    for word in words:
        if word.term not in meant:
            found = ((closeness(word.term, clause), -number) for number, clause in enumerate(clauses))
            best, number = max(found, default=(0, 0))
            meant[word.term] = -number if best else None
    numbers = [meant[word.term] for word in words]
    return {index: number for index, number in enumerate(numbers) if number is not None}


def _best_start(marked: dict[int, int], count: int) -> int:
    """Where the window begins that has the most different clauses, the earliest of those."""
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
    return max(0, min(best_start - BEFORE, count - LENGTH))


def _marked(text: str, words: Sequence[Token], hits: set[int], later: bool) -> SafeString:
    position = words[0].start
    parts: list[tuple[SafeString]] = [(conditional_escape("… " if later else ""),)]
    for word in words:
        if word.start in hits:
            parts.append((conditional_escape(text[position : word.start]),))
            parts.append((format_html("<mark>{}</mark>", text[word.start : word.end]),))
            position = word.end
    end = words[-1].end
    parts.append((conditional_escape(text[position:end]),))
    parts.append((conditional_escape(" …" if end < len(text) - 1 else ""),))
    return format_html_join("", "{}", parts)


def surface_of(text: str, clause: Clause) -> str | None:
    """The word of `text` that comes closest to what the clause means, as it stands there; the first of equals."""
    words = tokens(normalise(text)[:DEPTH])
    found = max(words, key=lambda word: closeness(word.term, clause), default=None)
    return found.surface if found and closeness(found.term, clause) else None
