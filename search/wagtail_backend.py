"""The search of Wagtail's admin: pages from the editors' index, everything else from the database, as Wagtail has it.

Wagtail filters by permission, place and type with a queryset; the index only says which pages match, in which order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, EmptySearchResults
from modelsearch.query import And, Phrase, PlainText, SearchQuery
from wagtail.models import Page
from wagtail.search.backends import database

from search import editors
from search.engine.base import EngineAwayError
from search.understanding import MOST_WORDS

_SIGNS = str.maketrans(dict.fromkeys('"%', " "))


class PageQuery(BaseSearchQueryCompiler):
    """What is asked, and the matching pages of the queryset."""

    HANDLES_ORDER_BY_EXPRESSIONS = True
    found: list[int]

    @cached_property
    def keys(self) -> list[int]:
        """Found and in the queryset, the best first."""
        rows = self.matching.prefetch_related(None).order_by().values_list("pk", flat=True)
        allowed = set(rows)
        return [pk for pk in self.found if pk in allowed]

    @property
    def matching(self) -> Any:
        """In the queryset's own order."""
        return self.queryset.filter(pk__in=self.found)


class PageResults(BaseSearchResults):
    """Pages by rank, or in the order that the list was asked for."""

    supports_facet = True

    def _do_search(self) -> list[Page]:
        query = self.query_compiler
        if not query.order_by_relevance:
            rows = query.matching if query.queryset.query.order_by else query.matching.order_by("-pk")
            return list(rows[self.start : self.stop])
        keys = query.keys[self.start : self.stop]
        pages = {page.pk: page for page in query.queryset.order_by().filter(pk__in=keys)}
        return [pages[pk] for pk in keys if pk in pages]

    def _do_count(self) -> int:
        return len(self.query_compiler.keys[self.start : self.stop])

    def facet(self, field_name: str) -> dict[Any, int]:
        """How many there are of each value, the most frequent first."""
        rows = self.query_compiler.matching.prefetch_related(None).order_by()
        counts = rows.values_list(field_name).annotate(count=Count("pk")).order_by("-count", field_name)
        return dict(counts)


def as_typed(query: str | SearchQuery) -> str | None:
    """What an editor typed, phrases in quotes; None for what only the database can answer."""
    if isinstance(query, str):
        return query
    if isinstance(query, PlainText):
        return str(query.query_string)
    if isinstance(query, Phrase):
        return f'"{query.query_string}"'
    if isinstance(query, And):
        parts = [as_typed(part) for part in query.subqueries]
        return None if None in parts else " ".join(filter(None, parts))
    return None


def words_of(query: Any) -> Any:
    """The first words of the query, without the signs that SQLite's own language would stumble over; None where nothing
    is left. (It says a query in as many steps as there are words: Python allows a thousand.)
    """
    if isinstance(query, str):
        return " ".join(query.translate(_SIGNS).split()[:MOST_WORDS]) or None
    if isinstance(query, PlainText):
        words = words_of(query.query_string)
        return words and PlainText(words, query.operator, query.boost)
    if isinstance(query, Phrase):
        words = words_of(query.query_string)
        return words and Phrase(words)
    if isinstance(query, And):
        parts = [part for part in map(words_of, query.subqueries[:MOST_WORDS]) if part is not None]
        return And(parts) if len(parts) > 1 else next(iter(parts), None)
    return query


class SearchBackend:
    """Wagtail's database backend but for pages, whose matches come from the editors' index where that can answer."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.database = database.SearchBackend(params)

    def __getattr__(self, name: str) -> Any:
        """Indexing and all else is the database's."""
        return getattr(self.database, name)

    def search(self, query: Any, model_or_queryset: Any, **options: Any) -> BaseSearchResults:
        """Whole words."""
        return self._found(self.database.search, query, model_or_queryset, options)

    def autocomplete(self, query: Any, model_or_queryset: Any, **options: Any) -> BaseSearchResults:
        """Words of which the last may be half typed: our understanding makes no difference."""
        return self._found(self.database.autocomplete, query, model_or_queryset, options)

    def _found(
        self, of_database: Callable[..., BaseSearchResults], query: Any, rows: Any, options: dict[str, Any]
    ) -> BaseSearchResults:
        found = self._pages(query, rows, **options)
        if found is not None:
            return found
        words = words_of(query)
        return EmptySearchResults() if words is None else of_database(words, rows, **options)

    def _pages(
        self,
        query: Any,
        model_or_queryset: Any,
        fields: list[str] | None = None,
        operator: str | None = None,
        order_by_relevance: bool = True,
    ) -> PageResults | None:
        rows = (
            model_or_queryset if isinstance(model_or_queryset, QuerySet) else model_or_queryset.objects.all()
        )
        typed = as_typed(query)
        if not typed or fields is not None or not issubclass(rows.model, Page):
            return None
        compiled = PageQuery(rows, query, operator=operator, order_by_relevance=order_by_relevance)
        compiled.check()
        some = isinstance(compiled.query, PlainText) and compiled.query.operator == "or"
        try:
            compiled.found = editors.find(typed, every_word=not (some and operator))
        except EngineAwayError:
            return None
        return PageResults(self, compiled)
