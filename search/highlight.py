"""The passage of the original text that answers, with its words marked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search.analysis import Token, tokens
from search.engine.base import Clause
from search.understanding import matches

#: Words of a passage.
LENGTH = 34
#: How far into a text is looked for it, in characters.
DEPTH = 8_000


def passage(text: str, clauses: Sequence[Clause]) -> SafeString:
    """The stretch of `text` with the most different words of the query, those words in <mark>."""
    text = text[:DEPTH]
    words = tokens(text)
    if not words:
        return conditional_escape(text)
    marked = {
        index: number
        for index, word in enumerate(words)
        for number, clause in enumerate(clauses)
        if matches(word.term, clause)
    }
    first = _best_start(marked, len(words))
    return _marked(text, words[first : first + LENGTH], {words[i].start for i in marked}, first > 0)


def _best_start(marked: dict[int, int], count: int) -> int:
    best, best_start = 0, 0
    for start in marked:
        within = {clause for index, clause in marked.items() if start <= index < start + LENGTH}
        if len(within) > best:
            best, best_start = len(within), start
    return max(0, min(best_start - 4, count - LENGTH))


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
    """The first word of `text` that the clause means, as it stands there."""
    return next((word.surface for word in tokens(text[:DEPTH]) if matches(word.term, clause)), None)
