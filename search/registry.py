"""What can be searched: each app declares its kinds in `searchable.py`; search itself knows no domain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models

from search.engine.base import DECLARED_FACETS
from search.terms import TermForms
from search.weights import PLAIN

M = TypeVar("M", bound=models.Model)

PUBLIC = "public"


@dataclass(frozen=True)
class SearchDocument:
    """One thing in one language, as it is indexed.

    group:    shared by translations of one thing; one of them is shown.
    weight:   how much more or less than others of its text it counts (1.0).
    audience: who may find it; "public" is everybody.
    more:     further words it is found by (other spellings), not shown.
    facets:   what it can be narrowed by: "place" (codes, that of the aimag and that of the soum), "sector" (addresses
              of sector pages), "year" -> values.
    verified: whether somebody has seen that it is as it says: readers can narrow to it, and it counts a little more.

    Raises ValueError for a facet that is none.
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
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    verified: bool = False

    def __post_init__(self) -> None:
        unknown = sorted(set(self.facets) - set(DECLARED_FACETS))
        if unknown:
            raise ValueError(f"{self.id}: there is no facet {', '.join(unknown)}")

    @property
    def id(self) -> str:
        """Kind, key and language: stable, so that a later version replaces an earlier one."""
        return f"{self.kind}:{self.pk}:{self.language}"


class Searchable(Generic[M]):
    """One kind. Subclass it, set `kind`, `label`, `model`, and register it."""

    kind: ClassVar[str]
    label: ClassVar[Any]
    model: ClassVar[type[models.Model]]
    #: All models it stands for, where they are several.
    stands_for: ClassVar[tuple[type[models.Model], ...]] = ()
    weight: ClassVar[float] = PLAIN
    #: News grow old: they count less from month to month.
    news: ClassVar[bool] = False

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
        if label in {model._meta.label_lower for model in searchable.stands_for or (searchable.model,)}:
            yield searchable


Labels = Callable[[Sequence[str], Sequence[str], str], Mapping[str, str]]
_labels: dict[str, Labels] = {}
_terms: list[Callable[[], Iterable[TermForms]]] = []


def label_facet(name: str, labels: Labels) -> None:
    """Declare how values of a facet are called: labels(values, chosen, language) -> value -> text, in the order of the
    list. What it leaves out is not offered: a soum before its aimag is chosen.
    """
    _labels[name] = labels


def facet_labels(name: str, values: Sequence[str], chosen: Sequence[str], language: str) -> Mapping[str, str]:
    """The values that are offered, as readers are shown them; those of a facet without names as they are."""
    named = _labels.get(name)
    return (
        named(values, chosen, language) if named else {value: value for value in sorted(values, reverse=True)}
    )


def register_terms(source: Callable[[], Iterable[TermForms]]) -> Callable[[], Iterable[TermForms]]:
    """Declare a source of terms that mean the same: a glossary."""
    _terms.append(source)
    return source


def term_forms() -> Iterator[TermForms]:
    """Of all sources."""
    for source in _terms:
        yield from source()
