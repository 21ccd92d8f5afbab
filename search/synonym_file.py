"""Files of synonyms: one set per line, words or phrases between commas.

    # a comment
    mn: хоршоо, хоршоолол
    en: loan, credit
    зээл, loan

A language and a colon before the words say that all are of that language; without them letters tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search import word_lists
from search.understanding import clean

#: In bytes, and how many errors are named.
LARGEST, MOST_PROBLEMS = 1_000_000, 20


@dataclass(frozen=True)
class Row:
    """One set."""

    language: str
    words: tuple[str, ...]


class SynonymFileError(ValueError):
    """The file is not to be used. problems: each with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(content: bytes) -> list[Row]:
    """The sets of a file. Raises SynonymFileError, in the language in use, naming each line that is wrong."""
    if len(content) > LARGEST:
        raise SynonymFileError([_("The file is too large: at most 1 MB.")])
    rows: list[Row] = []
    problems: list[str] = []
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            row = _row(raw)
        except UnicodeDecodeError:
            problems.append(_line(number, _("This is no text in UTF-8.")))
        except ValidationError as error:
            problems += [_line(number, message) for message in error.messages]
        else:
            rows += [row] if row else []
    if not rows and not problems:
        problems = [_("There are no words in the file.")]
    if problems:
        raise SynonymFileError(problems[:MOST_PROBLEMS])
    return rows


def _line(number: int, problem: str) -> str:
    return _("Line %(number)d: %(problem)s") % {"number": number, "problem": problem}


def _row(raw: bytes) -> Row | None:
    text = clean(raw.decode())
    if not text or text.startswith("#"):
        return None
    before, colon, after = text.partition(":")
    language = before.strip().lower() if colon else ""
    if colon and language not in dict(settings.LANGUAGES):
        raise ValidationError(_("“%(name)s” is no language of this site.") % {"name": before.strip()[:40]})
    words = word_lists.lines_of((after if colon else text).replace(",", "\n"))
    word_lists.check(words)
    return Row(language, tuple(words))
