"""A throwaway index of given documents, asked as the site would ask, to judge the search. The site keeps its own."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from search import indexer, lexicon, querying, weights
from search.analysis import is_cyrillic, tokens
from search.engine.base import Engine, EngineAwayError, Entry
from search.engine.embedded import EmbeddedEngine
from search.registry import SearchDocument
from search.terms import Terms

#: What kinds count that the site itself may not have; all others count PLAIN.
KINDS = {
    "steps": weights.STEPS,
    "door": weights.DOOR,
    "guide": weights.GUIDE,
    "law": weights.LAW,
    "finance": weights.OFFER,
    "legal-form": weights.FORM,
    "organization": weights.ENTRY,
    "announcement": weights.NOTICE,
    "event": weights.NOTICE,
    "topic": weights.TALK,
    "page": weights.HOUSE,
}
NEWS = frozenset({"announcement", "event"})
#: Kinds of long texts, few against the others.
MAIN = frozenset({"guide", "law", "steps", "finance", "legal-form", "door", "term", "list", "institution"})
BATCH = 500


class TrialError(Exception):
    """A file that can't be used: says where and why."""


@dataclass(frozen=True)
class Asked:
    """A query. language: a filter where it is given."""

    id: Any
    q: str
    language: str | None


def lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, object) of each line of a JSON Lines file. Raises TrialError, naming the line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TrialError(f"{path}: {error}") from None
    for number, line in enumerate(text.split("\n"), 1):  # other signs that end lines may stand in a text
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError as error:
            raise TrialError(f"{path}, line {number}: no JSON ({error})") from None
        if not isinstance(found, dict):
            raise TrialError(f"{path}, line {number}: not an object")
        yield number, found


def documents(path: Path) -> list[tuple[Any, SearchDocument]]:
    """(id as it was given, document) of each line.

    Raises TrialError for a line without id, kind, language or title, or with an id for the second time.
    """
    found: list[tuple[Any, SearchDocument]] = []
    seen: set[str] = set()
    for number, row in lines(path):
        missing = [name for name in ("kind", "language") if not row.get(name)]
        missing += ["id"] if _is_no_id(row.get("id")) else []
        missing += [] if row.get("title") or row.get("body") else ["title"]
        if missing:
            raise TrialError(f"{path}, line {number}: {', '.join(missing)} missing")
        given = str(row["id"])
        if given in seen:
            raise TrialError(f"{path}, line {number}: the id {given} stands twice")
        seen.add(given)
        found.append((row["id"], _document(len(found), row, f"{path}, line {number}")))
    return found


def _is_no_id(given: Any) -> bool:
    return given == "" or isinstance(given, bool) or not isinstance(given, str | int | float)


def _document(pk: int, row: dict[str, Any], where: str) -> SearchDocument:
    date = None
    if row.get("date"):
        try:
            date = _date(str(row["date"]))
        except ValueError:
            raise TrialError(f"{where}: {row['date']} is no date") from None
    facets = {name: (str(row[name]),) for name in ("place", "sector") if row.get(name)}
    if date:
        facets["year"] = (str(date.year),)
    more = " ".join(str(row[name]) for name in ("place", "sector") if row.get(name))
    return SearchDocument(
        kind=str(row["kind"]),
        pk=pk,
        language=str(row["language"]),
        group=str(row.get("group") or f"alone:{pk}"),
        title=str(row.get("title") or ""),
        body=str(row.get("body") or ""),
        url="",
        date=date,
        weight=KINDS.get(str(row["kind"]), weights.PLAIN),
        more=more,
        facets=facets,
        extra={"given": str(row["id"])},
    )


def _date(text: str) -> dt.date:
    """Also of a year or a month alone: its first day. Raises ValueError."""
    year, _dash, rest = text[:10].partition("-")
    month, _dash, day = rest.partition("-")
    return dt.date(int(year), int(month or 1), int(day or 1))


def queries(path: Path) -> list[Asked]:
    """The queries of a file. Raises TrialError for a line without id or q."""
    found = []
    for number, row in lines(path):
        if _is_no_id(row.get("id")) or not isinstance(row.get("q"), str):
            raise TrialError(f"{path}, line {number}: id or q missing")
        found.append(Asked(row["id"], row["q"], row.get("language") or None))
    return found


@contextmanager
def throwaway(kind: str) -> Iterator[Engine]:
    """An empty engine of its own: "embedded" in a temporary folder, "elasticsearch" under a prefix of its own.

    Raises EngineAwayError.
    """
    if kind == "embedded":
        with tempfile.TemporaryDirectory(prefix="khorshoo-trial-") as folder:
            engine = EmbeddedEngine(Path(folder))
            yield engine
            engine.release()
        return
    if not settings.SEARCH_URL:
        raise EngineAwayError("KHORSHOO_SEARCH_URL names no Elasticsearch (make elasticsearch starts one)")
    from search.engine.elastic import WRITING, ElasticEngine

    elastic = ElasticEngine(prefix=f"khorshoo-trial-{time.time_ns()}", patience=WRITING)
    try:
        yield elastic
    finally:
        elastic.drop()


def load(
    engine: Engine, given: Sequence[SearchDocument], progress: Callable[[int], None] | None = None
) -> None:
    """Put the documents, and nothing else, into the engine."""
    indexer.with_dictionary()

    def batches() -> Iterator[list[Entry]]:
        for at in range(0, len(given), BATCH):
            yield [indexer.entry_of(d, f"trial:{d.pk}", 1) for d in given[at : at + BATCH]]
            if progress:
                progress(min(at + BATCH, len(given)))

    engine.swap(engine.build(batches()))


def run(
    engine: Engine, asked: Iterable[Asked], terms: Terms, limit: int, *, reader: str | None = None
) -> Iterator[dict[str, Any]]:
    """For each query `{"id", "ids", "read_as", "ms"}`, ids as texts, the best first, one of each group.

    reader: the reader's language, where it is known and no filter.
    """
    for query in asked:
        began = time.perf_counter()
        language = query.language or reader or reader_of(query.q, engine)
        filters = {"language": (query.language,)} if query.language else {}
        answer = querying.ask(
            engine, query.q, language=language, terms=terms, filters=filters, news=NEWS, main=MAIN
        )
        hits = answer.hits[:limit]
        foreign = [h.group for h in hits if h.language != language and not h.group.startswith("alone:")]
        own = engine.in_language(foreign, language, ("public",)) if foreign and not query.language else {}
        shown = [own.get(hit.group, hit) for hit in hits]
        ms = (time.perf_counter() - began) * 1000
        yield {
            "id": query.id,
            "ids": [hit.shown["given"] for hit in shown],
            "read_as": querying.read_as(answer, shown, hits),
            "ms": round(ms, 2),
        }


def reader_of(typed: str, engine: Engine) -> str:
    """The language of who typed this without saying: English where most of the words are known English ones."""
    words = [token.term for token in tokens(typed)]
    if not words or any(map(is_cyrillic, words)):
        return "mn"
    known = lexicon.of(engine)
    english = sum(known.knows_latin(word) or len(known.like_latin(word)) > 0 for word in words)
    return "en" if english * 2 > len(words) else "mn"
