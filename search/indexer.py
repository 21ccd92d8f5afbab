"""From objects to stored documents: batches from the outbox, a whole new index, a sweep that compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import outbox
from core.models import OutboxRow
from search import registry
from search.analysis import key_of, normalise, stem, tokens
from search.engine import embedded
from search.engine.base import Entry
from search.registry import SearchDocument

BATCH = 200
KIND = "index"


def entry_of(document: SearchDocument, key: str, version: int) -> Entry:
    """A document with its terms."""
    title = [token.term for token in tokens(normalise(document.title))]
    body = [token.term for token in tokens(normalise(f"{document.body} {document.more}"))]
    return Entry(
        id=document.id,
        key=key,
        kind=document.kind,
        language=document.language,
        group=document.group,
        audience=document.audience,
        weight=document.weight,
        version=version,
        title=tuple(map(stem, title)),
        body=tuple(map(stem, body)),
        title_keys=tuple(map(key_of, title)),
        body_keys=tuple(map(key_of, body)),
        shown={
            "title": document.title,
            "body": document.body,
            "url": document.url,
            "date": document.date.isoformat() if document.date else "",
            **document.extra,
        },
    )


def index_keys(versions: dict[str, int]) -> None:
    """Bring the documents of these objects up to date, as the objects are now.

    versions: outbox key -> version (the outbox row's id, which grows with every change).
    Raises EngineAwayError.
    """
    entries = [entry for key, version in versions.items() for entry in _entries_of(key, version)]
    embedded().write(entries, versions, versions)


def _entries_of(key: str, version: int) -> Iterator[Entry]:
    label, _colon, pk = key.partition(":")
    for searchable in registry.for_label(label):
        for obj in searchable.rows().filter(pk=pk):
            for document in searchable.documents(obj):
                yield entry_of(document, key, version)


def everything(version: int) -> Iterator[Entry]:
    """All that is public now."""
    for searchable in registry.kinds().values():
        label = searchable.model._meta.label_lower
        for obj in searchable.rows().iterator(chunk_size=BATCH):
            for document in searchable.documents(obj):
                yield entry_of(document, f"{label}:{obj.pk}", version)


def _batches(entries: Iterator[Entry], progress: Callable[[int], None] | None) -> Iterator[Sequence[Entry]]:
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


def rebuild(progress: Callable[[int], None] | None = None) -> str:
    """A new index from the database takes over; queries go on meanwhile. Returns its name.

    What was written while it was built is written down again in the outbox, so that the new index gets it too.
    """
    began = mark()
    name = embedded().build(_batches(everything(began), progress))
    embedded().swap(name)
    with transaction.atomic():
        missed = OutboxRow.objects.filter(kind=KIND, pk__gt=began).values_list("key", flat=True)
        for key in set(missed):
            outbox.add(kind=KIND, key=key)
    return name


def sweep() -> dict[str, int]:
    """Compare database and index, repair what differs: `{missing, gone}` counts. Raises EngineAwayError."""
    stored = set(embedded().stored())
    wanted: dict[str, str] = {}
    for searchable in registry.kinds().values():
        label = searchable.model._meta.label_lower
        for obj in searchable.rows().iterator(chunk_size=BATCH):
            for document in searchable.documents(obj):
                wanted[document.id] = f"{label}:{obj.pk}"
    missing = set(wanted) - stored
    gone = stored - set(wanted)
    labels = {kind: s.model._meta.label_lower for kind, s in registry.kinds().items()}
    keys = {wanted[i] for i in missing}
    for document_id in gone:
        kind, pk, _language = document_id.split(":")
        if kind in labels:
            keys.add(f"{labels[kind]}:{pk}")
    with transaction.atomic():
        for key in sorted(keys):
            outbox.add(kind=KIND, key=key)
    return {"missing": len(missing), "gone": len(gone)}


def status() -> dict[str, Any]:
    """For the command: which index, how many documents, how much waits."""
    name = embedded().current()
    return {
        "index": name or "none",
        "documents": len(embedded().stored()) if name else 0,
        "waiting": OutboxRow.objects.filter(kind=KIND, status=OutboxRow.Status.PENDING).count(),
        "set aside": OutboxRow.objects.filter(kind=KIND, status=OutboxRow.Status.FAILED).count(),
    }
