"""What can be searched: each app declares its kinds in `searchable.py`; search itself knows no domain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)

PUBLIC = "public"


@dataclass(frozen=True)
class SearchDocument:
    """One thing in one language, as it is indexed.

    group:    shared by translations of one thing; one of them is shown.
    weight:   how much more or less than others of its text it counts (1.0).
    audience: who may find it; "public" is everybody.
    more:     further words it is found by (other spellings), not shown.
    """

    kind: str
    pk: int
    language: str
    group: str
    title: str
    body: str
    url: str
    date: dt.date | None = None
    weight: float = 1.0
    audience: tuple[str, ...] = (PUBLIC,)
    more: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Kind, key and language: stable, so that a later version replaces an earlier one."""
        return f"{self.kind}:{self.pk}:{self.language}"


class Searchable(Generic[M]):
    """One kind. Subclass it, set `kind`, `label`, `model`, and register it."""

    kind: ClassVar[str]
    label: ClassVar[Any]
    model: ClassVar[type[models.Model]]
    weight: ClassVar[float] = 1.0

    def rows(self) -> models.QuerySet[M]:
        """Everything that anyone may find, with all that `documents` reads."""
        raise NotImplementedError

    def documents(self, obj: M) -> Iterable[SearchDocument]:
        """The object's documents, one a language."""
        raise NotImplementedError

    def match(self, words: list[str], language: str) -> models.QuerySet[M]:
        """Rows in whose title or summary all words stand: what answers while the engine is away."""
        raise NotImplementedError


def contains(fields: Iterable[str], word: str) -> models.Q:
    """Rows in one of whose fields the word stands, small or capital: SQLite knows only ASCII capitals."""
    found = models.Q()
    for name in fields:
        for form in dict.fromkeys((word, word.capitalize(), word.upper())):
            found |= models.Q(**{f"{name}__icontains": form})
    return found


_kinds: dict[str, Searchable[Any]] = {}


def register(cls: type[Searchable[Any]]) -> type[Searchable[Any]]:
    """Declare a kind. Raises ValueError for a name that is taken."""
    if cls.kind in _kinds:
        raise ValueError(f"two kinds are called {cls.kind!r}")
    _kinds[cls.kind] = cls()
    return cls


def kinds() -> dict[str, Searchable[Any]]:
    """All declared kinds by name."""
    return _kinds


def for_label(label: str) -> Iterator[Searchable[Any]]:
    """The kinds of a model named as in outbox keys: "app_label.modelname"."""
    for searchable in _kinds.values():
        if searchable.model._meta.label_lower == label:
            yield searchable
