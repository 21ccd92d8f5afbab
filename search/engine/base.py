"""What an engine must do: store ready terms, match them. Both engines answer alike behind this."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

#: What readers narrow by, as each app declares it: fields of several values.
DECLARED_FACETS = ("place", "sector", "year")
#: The same, with what is said of a document as a whole ("yes", or nothing).
FACETS = (*DECLARED_FACETS, "verified")
#: Everything that is counted.
COUNTED = ("kind", "language", *FACETS)
#: So many values of a facet are counted: there are some 360 places.
MOST_VALUES = 400
#: Field of the title and of the body for each level of a word.
FIELDS = {"term": ("title", "body"), "key": ("title_keys", "body_keys")}


class EngineAwayError(Exception):
    """The engine can't answer now: missing, broken, of another analysis, or too slow."""


@dataclass(frozen=True)
class Entry:
    """A document as an engine stores it: terms by field, filters, and what is shown.

    key:    of the object ("app.model:pk"), which may have several documents; versions count by key.
    digest: in hexadecimal, changes with anything that the document says; the sweep compares it.
    title, body: stems. title_keys, body_keys: fold keys. prefixes: surface keys of the title, for suggestions.
    words:  surface keys and Latin words of a public document ("" none): what guesses are made from.
    facets: values by name, of FACETS.
    day:    the date's ordinal, 0 where there is none.
    """

    id: str
    key: str
    kind: str
    language: str
    group: str
    audience: tuple[str, ...]
    weight: float
    version: int
    digest: str
    day: int
    facets: dict[str, tuple[str, ...]]
    title: tuple[str, ...]
    body: tuple[str, ...]
    title_keys: tuple[str, ...]
    body_keys: tuple[str, ...]
    prefixes: tuple[str, ...]
    words: tuple[str, ...]
    shown: dict[str, str]


@dataclass(frozen=True)
class Word:
    """A term to look for. level: "term" (a stem, in title and body) or "key" (a fold key, in theirs)."""

    level: str
    text: str


@dataclass(frozen=True)
class Alternative:
    """One way in which a clause may be meant: words that all stand in the document; adjacent ones where it is a phrase.

    guess: what "search exactly" leaves out: "" (as typed), "reading", "typo", "layout", "translation", "synonym" ...
    """

    words: tuple[Word, ...]
    weight: float
    guess: str = ""
    phrase: bool = False


@dataclass(frozen=True)
class Clause:
    """One word (or phrase in quotes) of the query with its alternatives; the best of them counts."""

    word: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class EngineQuery:
    """What is asked of the engine.

    without: clauses of which none may match. least: so many clauses must match.
    counted: whether facets are counted, and the total; without it both stay empty.
    filters: chosen values by name, of COUNTED; values of one name are alternatives.
    """

    clauses: tuple[Clause, ...]
    audience: tuple[str, ...]
    without: tuple[Clause, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    least: int = 1
    limit: int = 100
    counted: bool = True


@dataclass(frozen=True)
class Hit:
    """A stored document with its score. matched: how many clauses it matches."""

    id: str
    kind: str
    language: str
    group: str
    weight: float
    day: int
    verified: bool
    score: float
    matched: int
    shown: dict[str, str]


@dataclass(frozen=True)
class Found:
    """What the engine found. Facets count groups (beyond MOST_EXACT documents about); each ignores its own choice."""

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


#: Title words count this much more than body words. MRR@10 of the tuning half, without / with 20,000 documents of
#: noise (benchmarks/search_weights.py): x1 .934 / .955, x2 .967 / .942, x3 .962 / .940, x4 .959 / .934.
TITLE = 2.0
#: Added to the score for each clause that matches, so that the hundred candidates are those that say most of what was
#: asked; taken off again before ranking. More than any score can be.
PER_CLAUSE = 512.0
#: The scores of both engines are those of Lucene's BM25 times k1 + 1.
BM25_SCALE = 2.2
#: Stands in a field without words, so that both engines count its documents and its length alike. No word is like it.
NOTHING = "_"
#: Up to so many documents groups are counted one by one; beyond that the count is an estimate: of 100,000 documents it
#: was more than 3 % off for 6 queries of 100.
MOST_EXACT = 5_000


def terms_of(entry: Entry, field: str) -> Sequence[str]:
    """The words of one of the fields that are scored, as both engines store them."""
    terms: Sequence[str] = getattr(entry, field)
    return terms or (NOTHING,)


class Engine(Protocol):
    """A search engine. Every method may raise EngineAwayError."""

    def write(self, entries: Sequence[Entry], gone: Iterable[str], versions: dict[str, int]) -> None:
        """Store entries and take out what else the keys in `gone` hold, visible at once.

        versions: the version of each key; what is stored with a later one stays.
        """

    def search(self, query: EngineQuery) -> Found:
        """Hits by score (then id), counts by facet."""

    def in_language(self, groups: Sequence[str], language: str, audience: Sequence[str]) -> dict[str, Hit]:
        """Each group's document in this language, where there is one."""

    def beginning_with(
        self, words: Sequence[Sequence[str]], audience: Sequence[str], language: str, limit: int
    ) -> list[Hit]:
        """Documents in whose title each word begins with one of its surface keys; those in `language` first."""

    def words(self) -> dict[str, int]:
        """All words of public documents with the number of documents they stand in."""

    def stamp(self) -> Hashable:
        """Changes when what is stored may have changed."""

    def stored(self) -> dict[str, tuple[str, str]]:
        """Id -> (key, digest) of all documents."""

    def size(self) -> int:
        """How many documents are stored."""

    def current(self) -> str | None:
        """The name of the index in use, if this code can read it."""

    def is_missing(self) -> bool:
        """Whether there is no index at all, or this code's own is gone or broken."""

    def build(self, batches: Iterable[Sequence[Entry]]) -> str:
        """A new index beside the one in use, not yet taken over. Returns its name."""

    def swap(self, name: str) -> None:
        """Take over a built index, between two queries; the one before is kept, all others are deleted."""

    def previous(self) -> str | None:
        """The index before the one in use, where it is kept and can be read."""

    def release(self) -> None:
        """Let go of what only one process may hold."""


def split_score(score: float) -> tuple[float, int]:
    """(score without the addition for clauses, how many matched)."""
    matched = int(score // PER_CLAUSE)
    return score - matched * PER_CLAUSE, matched
