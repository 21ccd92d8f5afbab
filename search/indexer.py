"""From objects to stored documents: batches from the outbox, a whole new index, a sweep that compares."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max

from core import locks, outbox, page_cache, shared
from core.models import OutboxRow
from search import reading, registry
from search.analysis import analyse, dictionary, use_dictionary
from search.engine import engine
from search.engine.base import Entry
from search.registry import PUBLIC, Searchable, SearchDocument

BATCH = 200
KIND = "index"
#: So many of the newest outbox rows are known by name to a rebuild.
NEWEST = 5_000

T = TypeVar("T")

logger = logging.getLogger(__name__)


class BuildingError(Exception):
    """Another process builds an index just now."""


class NoPreviousError(Exception):
    """There is no earlier index to go back to."""


@lru_cache(maxsize=1)
def with_dictionary() -> None:
    """Have the dictionary, where it is installed (1.4 s, 76 MB). Who asks without it finds a little less: `weights`."""
    use_dictionary(dictionary.load())
    reading.forget()


def entry_of(document: SearchDocument, key: str, version: int, *, known_to: str = PUBLIC) -> Entry:
    """A document with its terms. known_to: the audience whose guesses may be made from its words."""
    title = analyse(document.title, document.language)
    body = analyse(f"{document.body} {document.more}", document.language)
    known = known_to in document.audience
    return Entry(
        id=document.id,
        key=key,
        kind=document.kind,
        language=document.language,
        group=document.group,
        audience=document.audience,
        weight=document.weight,
        version=version,
        digest=digest_of(document),
        day=document.date.toordinal() if document.date else 0,
        facets={
            **{name: tuple(values) for name, values in document.facets.items()},
            **({"verified": ("yes",)} if document.verified else {}),
        },
        title=tuple(term.term for term in title),
        body=tuple(term.term for term in body),
        title_keys=tuple(key for term in title for key in term.keys),
        body_keys=tuple(key for term in body for key in term.keys),
        prefixes=tuple(dict.fromkeys(term.word.lstrip("=") or term.term for term in title)),
        words=tuple(sorted({t.word for t in (*title, *body) if t.word})) if known else (),
        shown=shown(document),
    )


def digest_of(document: SearchDocument) -> str:
    """In hexadecimal; changes with anything that the document says."""
    return hashlib.blake2b(repr(document).encode(), digest_size=12).hexdigest()


def shown(document: SearchDocument) -> dict[str, str]:
    """What a results page shows of a document."""
    return {
        "title": document.title,
        "body": document.body,
        "url": document.url,
        "date": document.date.isoformat() if document.date else "",
        **document.extra,
    }


def index_keys(keys: Iterable[str]) -> None:
    """Bring the documents of these objects (outbox keys) up to date, as the objects are now.

    Raises EngineAwayError.
    """
    with_dictionary()
    keys = sorted(set(keys))
    # Taken before the objects are loaded: whoever loads later writes a version at least as high. The row's own id
    # would not do: of two transactions that change one object's text from afar, the later id may commit first.
    version = mark()
    entries: list[Entry] = []
    with shared.at_version(page_cache.current_version()):
        for label, pks in _by_label(keys).items():
            for searchable in registry.for_label(label):
                for obj in searchable.rows().filter(pk__in=pks):
                    entries += _entries_of(searchable, obj, version)
    engine().write(entries, keys, dict.fromkeys(keys, version))


def _by_label(keys: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in keys:
        label, _colon, pk = key.partition(":")
        found.setdefault(label, []).append(pk)
    return found


def _entries_of(searchable: Searchable[Any], obj: models.Model, version: int) -> list[Entry]:
    return [entry_of(document, _key(obj), version) for document in searchable.documents(obj)]


def _key(obj: models.Model) -> str:
    return f"{obj._meta.label_lower}:{obj.pk}"


def _of_all(
    make: Callable[[Searchable[Any], models.Model], Iterable[T]], unreadable: set[str]
) -> Iterator[T]:
    """What `make` gives for each object. One that it fails for is logged, and its key put into `unreadable`."""
    for searchable in registry.kinds().values():
        for obj in searchable.rows().iterator(chunk_size=BATCH):
            try:
                yield from make(searchable, obj)
            except Exception:  # one object's trouble must not keep all others out
                logger.exception("search: %s can't be indexed", _key(obj))
                unreadable.add(_key(obj))


def everything(version: int) -> Iterator[Entry]:
    """All that is public now."""
    with_dictionary()
    return _of_all(lambda searchable, obj: _entries_of(searchable, obj, version), set())


def batches(
    entries: Iterator[Entry], progress: Callable[[int], None] | None = None
) -> Iterator[Sequence[Entry]]:
    """So many at once as an engine takes; progress: called with the number of those that it took."""
    batch: list[Entry] = []
    done = 0
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            yield batch
            done += len(batch)
            batch = []
            if progress:
                progress(done)
    if batch:
        yield batch
        if progress:
            progress(done + len(batch))


def mark() -> int:
    """The newest outbox row."""
    return OutboxRow.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _newest_rows() -> set[int]:
    return set(OutboxRow.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST])


def rebuild(progress: Callable[[int], None] | None = None) -> str:
    """A new index from the database takes over; queries and the worker's writing go on meanwhile. Returns its name.

    What was committed while it was built is written down again in the outbox, so that the new index gets it too.
    Raises BuildingError while another process builds one, EngineAwayError where the new one is not whole.
    """
    with locks.only_one(Path(settings.SEARCH_INDEX_DIR) / "building") as alone:
        if not alone:
            raise BuildingError
        # By name, not only by number: a row with a lower number may be committed later.
        known = _newest_rows()
        with shared.at_version(page_cache.current_version()):
            name = engine().build(batches(everything(mark()), progress))
        engine().swap(name)
        missed = OutboxRow.objects.filter(kind=KIND, pk__gt=min(known, default=0))
        enqueue({key for pk, key in missed.values_list("pk", "key") if pk not in known})
    return name


@transaction.atomic
def enqueue(keys: Iterable[str]) -> None:
    """Have these objects indexed."""
    outbox.add_many(kind=KIND, keys=sorted(keys))


def sweep() -> dict[str, int]:
    """Compare database and index, have indexed again what differs. Raises EngineAwayError.

    Returns how many documents were `missing` in the index, `stale` (their text differs), or `gone` (in the index,
    no longer public).
    """
    stored = engine().stored()
    unreadable: set[str] = set()

    def digests(searchable: Searchable[Any], obj: models.Model) -> list[tuple[str, tuple[str, str]]]:
        return [(document.id, (_key(obj), digest_of(document))) for document in searchable.documents(obj)]

    with shared.at_version(page_cache.current_version()):
        wanted = dict(_of_all(digests, unreadable))
    missing = set(wanted) - set(stored)
    stale = {i for i in set(wanted) & set(stored) if wanted[i] != stored[i]}
    gone = {i for i in set(stored) - set(wanted) if stored[i][0] not in unreadable}
    enqueue({wanted[i][0] for i in missing | stale} | {stored[i][0] for i in gone | stale})
    return {"missing": len(missing), "stale": len(stale), "gone": len(gone)}


def roll_back() -> str:
    """The index before the one in use takes over again, which in turn is kept. Returns its name.

    It lacks what was written since; the next sweep brings it up to date. Raises NoPreviousError, BuildingError while
    another process builds one, EngineAwayError.
    """
    with locks.only_one(Path(settings.SEARCH_INDEX_DIR) / "building") as alone:
        if not alone:
            raise BuildingError
        name = engine().previous()
        if name is None:
            raise NoPreviousError
        engine().swap(name)
    return name
