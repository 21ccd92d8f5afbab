"""Texts taken apart into words, kept: those that many ask for are read for each query anew."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import Term, analyse, normalise


@dataclass(frozen=True, slots=True)
class Read:
    """A normalised text, its words (each once in memory, without their places), where they start and end in it.

    surfaces: the words as they stand, in lower case.
    """

    text: str
    words: tuple[Term, ...]
    surfaces: tuple[str, ...]
    starts: array[int]
    ends: array[int]

    def surface(self, index: int) -> str:
        """A word as it stands in the text."""
        return self.text[self.starts[index] : self.ends[index]]


def read(text: str, language: str, most: int) -> Read:
    """The beginning of a text, so many characters at most, no word cut."""
    return _read(text[: most + 1], language, most)


@lru_cache(maxsize=1_000)
def _read(text: str, language: str, most: int) -> Read:
    if len(text) > most:
        part = text[:most]
        text = part.rpartition(" ")[0] or part
    return _apart(text, language)


@lru_cache(maxsize=10_000)
def read_title(title: str, language: str) -> Read:
    """The same for a whole title: small, and read for every candidate."""
    return _apart(title, language)


def _apart(text: str, language: str) -> Read:
    text = normalise(text)
    terms = analyse(text, language)
    words = tuple(_shared(term.surface, term.term, term.keys) for term in terms)
    return Read(
        text,
        words,
        tuple(word.surface for word in words),
        array("I", [term.start for term in terms]),
        array("I", [term.end for term in terms]),
    )


@lru_cache(maxsize=100_000)
def _shared(surface: str, term: str, keys: tuple[str, ...]) -> Term:
    return Term(surface, 0, 0, term, keys, "")


def forget() -> None:
    """Words are cut in another way from now on."""
    _read.cache_clear()
    read_title.cache_clear()
