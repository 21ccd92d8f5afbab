"""The editors' index: all pages as they were saved last, drafts too, for the search of the admin alone.

An embedded index in a folder of its own, whatever engine the readers have; nothing of it gets into results,
suggestions or words for readers. Which pages there are, the content declares.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import locks, outbox
from core.languages import current_language
from core.models import OutboxRow
from search import indexer, lexicon
from search.analysis import tokens
from search.engine.base import EngineAwayError, EngineQuery, Entry
from search.engine.embedded import EmbeddedEngine
from search.indexer import BuildingError
from search.registry import SearchDocument
from search.suggest import readings
from search.understanding import MOST_WORDS, understand

#: Of outbox rows, and of the documents' audience: no reader is one of them.
KIND = "index for editors"
AUDIENCE = "editors"
#: More pages than this a query does not list.
MOST = 10_000
#: A row that nobody has tried for so long: the worker stands, and the index is behind.
BEHIND = timedelta(minutes=5)

#: The pages with these keys (None: all) as they were saved last. Their `pk` is what is found, and the row's key.
Source = Callable[[Collection[int] | None], Iterable[SearchDocument]]
_sources: list[Source] = []

logger = logging.getLogger(__name__)


def register_source(source: Source) -> Source:
    """Declare what editors search in. Raises ValueError for a second source."""
    if _sources:
        raise ValueError("editors have one kind of pages")
    _sources.append(source)
    return source


@lru_cache(maxsize=1)
def engine() -> EmbeddedEngine:
    """The editors' index as this process sees it."""
    return EmbeddedEngine(settings.SEARCH_EDITORS_INDEX_DIR, audience=AUDIENCE)


def find(typed: str, *, every_word: bool = True) -> list[int]:
    """Keys of the pages, the best first: words as readers' search understands them, and beginnings of titles.

    Raises EngineAwayError where the index is missing, broken, of another analysis, or behind.
    """
    if OutboxRow.objects.filter(
        kind=KIND, status=OutboxRow.Status.PENDING, attempts=0, created_at__lt=timezone.now() - BEHIND
    ).exists():
        raise EngineAwayError("the editors' index is behind")
    language = current_language()
    return list(_found(typed, every_word, language, engine().stamp()))


@lru_cache(maxsize=32)
def _found(typed: str, every_word: bool, language: str, _stamp: Hashable) -> tuple[int, ...]:
    """Kept while the index stays as it is: Wagtail asks the same twice for one page of results."""
    index = engine()
    understood = understand(typed, lexicon=lexicon.of(index))
    found: list[str] = []
    if understood.clauses:
        least = len(understood.clauses) if every_word else 1
        query = EngineQuery(
            understood.clauses, (AUDIENCE,), understood.without, {}, least, MOST, counted=False
        )
        found += [hit.group for hit in index.search(query).hits]
    words = [] if understood.without or '"' in understood.text else tokens(understood.text)[:MOST_WORDS]
    if words:
        begun = [readings(word.term) for word in words]
        found += [hit.group for hit in index.beginning_with(begun, (AUDIENCE,), language, MOST)]
    return tuple(int(pk) for pk in dict.fromkeys(found))


# Writing: the worker alone


def index_keys(keys: Iterable[str]) -> None:
    """Bring these pages up to date, as they are now. Raises EngineAwayError."""
    keys = sorted(set(keys))
    version = indexer.mark()  # before the pages are read, as in indexer.index_keys
    engine().write(list(_entries([int(key) for key in keys], version)), keys, dict.fromkeys(keys, version))


def _documents(pks: Collection[int] | None) -> Iterator[SearchDocument]:
    for source in _sources:
        for document in source(pks):
            yield replace(document, group=str(document.pk), audience=(AUDIENCE,))


def _entries(pks: Collection[int] | None, version: int) -> Iterator[Entry]:
    indexer.with_dictionary()
    for document in _documents(pks):
        entry = indexer.entry_of(document, str(document.pk), version, known_to=AUDIENCE)
        yield replace(entry, shown={})  # Wagtail shows what is in the database


def rebuild() -> str:
    """A new index takes over. Returns its name, "" where nobody has declared pages.

    Raises BuildingError while another process builds one, EngineAwayError where the new one is not whole.
    """
    if not _sources:
        return ""
    with locks.only_one(settings.SEARCH_EDITORS_INDEX_DIR / "building") as alone:
        if not alone:
            raise BuildingError
        rows = OutboxRow.objects.filter(kind=KIND)
        known = set(rows.values_list("pk", flat=True))
        name = engine().build(indexer.batches(_entries(None, indexer.mark())))
        engine().swap(name)
        _enqueue({key for pk, key in rows.values_list("pk", "key") if pk not in known})
    return name


@transaction.atomic
def _enqueue(keys: Iterable[str]) -> None:
    outbox.add_many(kind=KIND, keys=sorted(keys))


def sweep() -> int:
    """Compare database and index, have indexed again what differs: how many. Raises EngineAwayError."""
    if not _sources:
        return 0
    stored = dict(engine().stored().values())
    wanted = {str(document.pk): indexer.digest_of(document) for document in _documents(None)}
    differ = {key for key in {*stored, *wanted} if stored.get(key) != wanted.get(key)}
    _enqueue(differ)
    return len(differ)


def build_if_missing() -> None:
    """Somebody emptied the folder, or a file broke."""
    if not _sources or not engine().is_missing():
        return
    try:
        logger.warning("search: the editors' index was missing, built %s", rebuild())
    except BuildingError:
        return
