"""Documents and queries for an engine, without a database."""

from typing import Any

from search.engine.base import Engine, EngineQuery
from search.indexer import entry_of
from search.registry import SearchDocument
from search.understanding import understand

PUBLIC = ("public",)


def document(pk: int, title: str, body: str = "", **more: Any) -> SearchDocument:
    defaults: dict[str, Any] = {"kind": "guide", "language": "mn", "group": f"g{pk}", "url": f"/mn/{pk}/"}
    return SearchDocument(pk=pk, title=title, body=body, **(defaults | more))


def write(engine: Engine, *documents: SearchDocument, version: int = 1) -> None:
    entries = [entry_of(d, f"app.{d.kind}:{d.pk}", version) for d in documents]
    engine.write(entries, [], {entry.key: version for entry in entries})


def query(typed: str, **more: Any) -> EngineQuery:
    understood = understand(typed)
    return EngineQuery(understood.clauses, PUBLIC, understood.without, **more)


def ids(engine: Engine, typed: str, **more: Any) -> list[str]:
    return [hit.id for hit in engine.search(query(typed, **more)).hits]
