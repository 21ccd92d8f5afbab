"""What is sent to Elasticsearch to be written, and what of its answers is an error."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import BulkIndexError, bulk

from search.engine import elastic_queries as say
from search.engine.base import Entry

#: Documents of one bulk request, and keys or ids of one page.
PAGE = 1_000


def action(kind: str, index: str, i: str, version: int) -> dict[str, Any]:
    """One line of a bulk request: `kind` is index or delete; what is older than the index has loses."""
    return {"_op_type": kind, "_index": index, "_id": i, "version": version, "version_type": "external_gte"}


def index_action(index: str, entry: Entry, version: int) -> dict[str, Any]:
    """The line that writes an entry at this version."""
    return action("index", index, entry.id, version) | {"_source": say.document(entry)}


def finish(writing: Elasticsearch, name: str) -> int:
    """Make a new index ready to answer. Returns how many documents it holds."""
    writing.indices.put_settings(index=name, settings={"index.refresh_interval": "1s"})
    writing.indices.refresh(index=name)
    return int(writing.count(index=name)["count"])


def send(writing: Elasticsearch, actions: list[dict[str, Any]]) -> None:
    """Raises BulkIndexError for what is neither too late (409) nor a delete of what is gone already."""
    _done, errors = bulk(writing, actions, raise_on_error=False, chunk_size=PAGE)
    bad = [
        error
        for error in (errors if isinstance(errors, list) else [])
        for kind, said in error.items()
        if said.get("status") != 409 and not (kind == "delete" and said.get("result") == "not_found")
    ]
    if bad:
        raise BulkIndexError(f"{len(bad)} documents were refused", bad)
