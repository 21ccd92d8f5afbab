"""The worker's side of indexing."""

from __future__ import annotations

from core import outbox
from core.models import OutboxRow
from search import editors, indexer
from search.engine import engine


@outbox.handler(indexer.KIND)
def index_batch(rows: list[OutboxRow]) -> None:
    """One commit for the batch. Without an index there is nothing to do: the rebuild reads the database."""
    if engine().is_missing():
        return
    indexer.index_keys(row.key for row in rows)


@outbox.handler(editors.KIND)
def index_for_editors(rows: list[OutboxRow]) -> None:
    """The same for the editors' index."""
    if editors.engine().current() is None:
        return
    editors.index_keys(row.key for row in rows)
