"""What an engine must do: store ready terms, match them. Both engines answer alike behind this."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class EngineAwayError(Exception):
    """The engine can't answer now: missing, broken, of another analysis, or too slow."""


@dataclass(frozen=True)
class Entry:
    """A document as an engine stores it: terms by field, filters, and what is shown.

    digest: changes with anything that the document says; the sweep compares it.
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
    title: tuple[str, ...]
    body: tuple[str, ...]
    title_keys: tuple[str, ...]
    body_keys: tuple[str, ...]
    shown: dict[str, str]


@dataclass(frozen=True)
class Alternative:
    """One way in which a word may be meant.

    level: "term", "key", "short" (a key's beginning) or "like" (a key with one slip: asked only where neither
    the term nor the key of any alternative is stored, so that a rare word is never "corrected").
    """

    level: str
    text: str
    weight: float


@dataclass(frozen=True)
class Clause:
    """One word of the query with its alternatives; the best of them counts."""

    word: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class EngineQuery:
    """What is asked of the engine."""

    clauses: tuple[Clause, ...]
    audience: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    limit: int = 100


@dataclass(frozen=True)
class Hit:
    """A stored document with its score."""

    id: str
    kind: str
    language: str
    group: str
    weight: float
    score: float
    shown: dict[str, str]


@dataclass(frozen=True)
class Found:
    """What the engine found. Facets count groups; each facet ignores its own choice."""

    hits: list[Hit]
    total: int
    kinds: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)


class Engine(Protocol):
    """A search engine."""

    def write(self, entries: Sequence[Entry], gone: Iterable[str], versions: dict[str, int]) -> None:
        """Store entries and take out what else the keys in `gone` hold, visible at once.

        versions: the version of each key; what is stored with a later one stays. Raises EngineAwayError.
        """

    def search(self, query: EngineQuery) -> Found:
        """Raises EngineAwayError."""

    def in_language(self, groups: Sequence[str], language: str, audience: Sequence[str]) -> dict[str, Hit]:
        """Each group's document in this language, where there is one. Raises EngineAwayError."""

    def titles(self) -> list[Hit]:
        """Everything public, for suggestions. Raises EngineAwayError."""

    def stamp(self) -> Hashable:
        """Changes whenever the index does. Raises EngineAwayError."""

    def stored(self) -> dict[str, tuple[str, str]]:
        """Key and digest of each document by its id. Raises EngineAwayError."""
