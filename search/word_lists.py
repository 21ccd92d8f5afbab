"""Lists of words that editors write: read, and checked so that an error says what to mend."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.empty import EMPTY
from search.terms import MOST_WORDS, signs_of
from search.understanding import MOST_CHARACTERS, clean
from search.understanding import MOST_WORDS as MOST_QUERY_WORDS

#: A line of a set in characters, a set in lines.
LONGEST, MOST_LINES = 100, 30


def lines_of(text: str) -> list[str]:
    """The lines that hold something."""
    return [line for line in map(clean, text.splitlines()) if line]


def check_query(text: str, field: str) -> None:
    """Raises ValidationError for what is no query."""
    _check(text, field, MOST_CHARACTERS, MOST_QUERY_WORDS)


def check_line(line: str, field: str | None = None) -> None:
    """Raises ValidationError for what is no word or phrase that search looks for."""
    _check(line, field, LONGEST, MOST_WORDS)


def _check(line: str, field: str | None, longest: int, most: int) -> None:
    words = signs_of(line)
    said = {"line": line[:40], "most": most, "longest": longest}
    if len(line) > longest:
        problem = _("“%(line)s…” is too long: at most %(longest)d characters.") % said
    elif not words:
        problem = _("“%(line)s” holds no word.") % said
    elif all(word.lower() in EMPTY for word in line.split()):
        problem = _("“%(line)s” says nothing by itself: search passes over it.") % said
    elif len(words) > most:
        problem = _("“%(line)s” has too many words: at most %(most)d.") % said
    else:
        return
    raise ValidationError({field: problem} if field else problem)


def check(lines: Iterable[str], field: str | None = None) -> None:
    """Raises ValidationError for lines that are no set of synonyms."""
    lines = list(lines)
    seen: dict[tuple[str, ...], str] = {}
    for line in lines:
        check_line(line, field)
        before = seen.setdefault(signs_of(line), line)
        if before is not line:
            problem = _("Search takes “%(line)s” for the same as “%(other)s”: leave one of them out.") % {
                "line": line,
                "other": before,
            }
            raise ValidationError({field: problem} if field else problem)
    problem = ""
    if len(lines) < 2:
        problem = _("Write at least two words or phrases that mean the same, one per line.")
    elif len(lines) > MOST_LINES:
        problem = _("At most %(most)d lines: make two sets of them.") % {"most": MOST_LINES}
    if problem:
        raise ValidationError({field: problem} if field else problem)
