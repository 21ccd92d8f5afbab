"""What an engine must do: store ready terms, match them. Both engines answer alike behind this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class EngineAwayError(Exception):
    """The engine can't answer now: missing, broken, of another analysis, or too slow."""


@dataclass(frozen=True)
class Entry:
    """A document as an engine stores it: terms by field, filters, and what is shown."""

    id: str
    key: str
    kind: str
    language: str
    group: str
    audience: tuple[str, ...]
    weight: float
    version: int
    title: tuple[str, ...]
    body: tuple[str, ...]
    title_keys: tuple[str, ...]
    body_keys: tuple[str, ...]
    shown: dict[str, str]


@dataclass(frozen=True)
class Alternative:
    """One way in which a word may be meant. level: "term", "key", "short" or "like" (a key with one slip)."""

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

    def titles(self) -> list[tuple[str, str, str, str]]:
        """(language, title, address, kind) of everything public, for suggestions. Raises EngineAwayError."""

    def stored(self) -> dict[str, int]:
        """The version of each document by its id. Raises EngineAwayError."""
