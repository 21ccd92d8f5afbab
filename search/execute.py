"""What the site asks of search: the engine's answer within a time limit, or the database's; only what may be seen."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core import page_cache, shared
from search import indexer, pins, querying, registry, weights
from search.engine import engine
from search.engine.base import COUNTED, Engine, EngineAwayError, Found, Hit
from search.highlight import Marker, passage
from search.querying import Answer
from search.registry import PUBLIC, SearchDocument
from search.synonyms import site_terms
from search.understanding import Understood, understand

logger = logging.getLogger(__name__)

PER_PAGE = 10
#: After a failure the engine is left alone for this long, in seconds.
PAUSE = 5.0
#: How many rows of a kind the database is asked for while the engine is away.
FROM_DATABASE = 20

T = TypeVar("T")

_away_until = 0.0


@dataclass(frozen=True)
class Result:
    """One row of the results page. pinned: editors put it first."""

    id: str
    kind: str
    kind_label: str
    language: str
    title: str
    url: str
    passage: SafeString
    date: str
    verified: bool = False
    pinned: bool = False


@dataclass(frozen=True)
class Choice:
    """One choice of a facet with its count."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class Results:
    """What the results page shows. `engine_away`: the database answered. `read_as`: what was assumed of the words."""

    understood: Understood
    rows: list[Result]
    total: int
    page: int
    pages: int
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    engine_away: bool = False
    read_as: str = ""


class NoSuchPageError(Exception):
    """A page number beyond the last."""


def execute(
    typed: str,
    *,
    language: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    page: int = 1,
    exact: bool = False,
) -> Results:
    """Search in everything public.

    typed:     as it was typed, of any length; more than 200 characters are cut.
    language:  the reader's; its pages come first, nothing is hidden by it.
    filters:   chosen values by facet; unknown facets, kinds and languages are ignored.
    page:      from 1. Raises NoSuchPageError beyond the last (page 1 always exists).
    exact:     only the words as they stand.
    Never fails with the engine: the database answers then.
    """
    chosen = _chosen(filters or {})
    until = time.monotonic() + settings.SEARCH_TIMEOUT_MS / 1000
    away, versions, pinned = False, dict[str, Hit](), list[Hit]()
    try:
        with shared.at_version(page_cache.current_version()):
            terms = site_terms()
        news = [kind for kind, searchable in registry.kinds().items() if searchable.news]
        kinds = registry.kinds()
        main = [kind for kind, searchable in kinds.items() if searchable.weight >= weights.MAIN]
        main = main if len(main) < len(kinds) else []  # without a crowd none is kept out
        answer = ask(
            lambda engine: querying.ask(
                engine,
                typed,
                language=language,
                terms=terms,
                filters=chosen,
                exact=exact,
                news=news,
                main=main,
            ),
            until,
        )
        hits = answer.hits
        groups = (
            pins.groups_for(answer.understood, language) if not exact and not any(chosen.values()) else []
        )
        foreign = [h.group for h in _page_of(hits, page) if h.language != language and not chosen["language"]]
        if foreign or groups:
            wanted_groups = [*foreign, *groups]
            versions = ask(lambda engine: engine.in_language(wanted_groups, language, (PUBLIC,)), until)
        pinned = [versions[group] for group in groups if group in versions]
        hits = [*pinned, *(hit for hit in hits if hit.group not in {p.group for p in pinned})]
    except EngineAwayError:
        answer, away = _from_database(understand(typed, exact=exact), language, chosen), True
        hits = answer.hits
    pages = max(1, -(-len(hits) // PER_PAGE))
    if not 1 <= page <= pages:
        raise NoSuchPageError
    wanted = _page_of(hits, page)
    public = public_ids([*wanted, *versions.values()])
    in_own = {group: version for group, version in versions.items() if version.id in public}
    shown = [in_own.get(h.group, h) for h in wanted if h.id in public or h.group in in_own]
    first = {hit.id for hit in pinned}
    total = max(answer.found.total, len(hits) if len(hits) < querying.CANDIDATES else 0)
    return Results(
        understood=answer.understood,
        rows=[_row(hit, answer.marker, pinned=hit.id in first) for hit in shown],
        total=total - (len(wanted) - len(shown)),
        page=page,
        pages=pages,
        facets={name: _choices(name, answer.found, chosen[name], language) for name in COUNTED},
        engine_away=away,
        read_as="" if exact or away else querying.read_as(answer, shown, wanted),
    )


def _chosen(filters: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    known = {
        "kind": set(registry.kinds()),
        "language": set(dict(settings.LANGUAGES)),
        "verified": {"yes"},
    }
    return {
        name: tuple(v for v in filters.get(name, ()) if name not in known or v in known[name])[:20]
        for name in COUNTED
    }


def _page_of(hits: list[Hit], page: int) -> list[Hit]:
    return hits[max(0, page - 1) * PER_PAGE : max(0, page) * PER_PAGE]


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """Where the engine works, so that a reader waits no longer than the time limit. Made after the server forked."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="search")


def ask(question: Callable[[Engine], T], until: float | None = None) -> T:
    """The engine's answer within the time limit; after a failure it is left alone for a while.

    until: when the limit ends for whoever asks several questions (time.monotonic). Raises EngineAwayError.
    """
    global _away_until
    if time.monotonic() < _away_until:
        raise EngineAwayError("left alone after a failure")
    try:
        limit = settings.SEARCH_TIMEOUT_MS / 1000
        return _in_time(question, limit if until is None else max(0.0, until - time.monotonic()))
    except EngineAwayError as error:
        _away_until = time.monotonic() + PAUSE
        logger.warning("search: the engine is away: %s", error)
        raise


def _in_time(question: Callable[[Engine], T], seconds: float) -> T:
    began = time.perf_counter()
    answer = _threads().submit(question, engine())
    try:
        found = answer.result(seconds)
    except TimeoutError:
        answer.cancel()
        raise EngineAwayError(f"no answer in {settings.SEARCH_TIMEOUT_MS} ms") from None
    took = (time.perf_counter() - began) * 1000
    if took > settings.SEARCH_TIMEOUT_MS / 4:
        logger.warning("search: slow, %.0f ms", took)
    return found


def forget_failure() -> None:
    """Ask the engine again at once."""
    global _away_until
    _away_until = 0.0


def public_ids(hits: Iterable[Hit]) -> set[str]:
    """Ids of what may be shown: something may have been hidden since it was indexed, so each kind's rule is asked."""
    wanted: dict[str, dict[int, list[str]]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, {}).setdefault(int(hit.id.split(":")[1]), []).append(hit.id)
    known = registry.kinds()
    return {
        document_id
        for kind, by_pk in wanted.items()
        if kind in known
        for pk in _public_keys(known[kind], by_pk)
        for document_id in by_pk[pk]
    }


def _public_keys(searchable: registry.Searchable[Any], keys: Collection[int]) -> Iterable[int]:
    def load(missing: set[int]) -> dict[int, bool]:
        rows = searchable.rows().filter(pk__in=missing).order_by()
        return dict.fromkeys(rows.values_list("pk", flat=True), True)

    return shared.many(("public", searchable.kind), keys, load)


def _from_database(understood: Understood, language: str, chosen: Mapping[str, Sequence[str]]) -> Answer:
    """Titles and summaries that hold all words: what the database can say. It knows kinds and languages only."""
    words = [clause.word for clause in understood.clauses]
    without = [clause.word for clause in understood.without]
    kinds, languages = chosen["kind"], chosen["language"]
    language = language if language in languages or not languages else languages[0]
    hits: list[Hit] = []
    counts: dict[str, int] = {}
    for kind, searchable in registry.kinds().items() if words else ():
        rows: list[Any] = list(searchable.match(words, language)[:FROM_DATABASE])
        documents = [d for row in rows for d in searchable.documents(row) if d.language == language]
        documents = [d for d in documents if PUBLIC in d.audience and not _has(d, without)]
        if documents:
            counts[kind] = len(documents)
        if not kinds or kind in kinds:
            hits += [
                Hit(
                    d.id,
                    d.kind,
                    d.language,
                    d.group,
                    d.weight,
                    day=0,
                    verified=d.verified,
                    score=d.weight,
                    matched=1,
                    shown=indexer.shown(d),
                )
                for d in documents
            ]
    hits.sort(key=lambda hit: (-hit.weight, hit.id))
    by_language = {language: len(hits)} if languages else {}
    hits = hits[: querying.CANDIDATES]
    found = Found(hits, len(hits), {"kind": counts, "language": by_language})
    return Answer(understood, Marker(understood.clauses), found, hits)


def _has(document: SearchDocument, words: Sequence[str]) -> bool:
    text = f"{document.title} {document.body}".lower()
    return any(word in text for word in words)


def _row(hit: Hit, marker: Marker, *, pinned: bool) -> Result:
    return Result(
        id=hit.id,
        kind=hit.kind,
        kind_label=str(registry.kinds()[hit.kind].label),
        language=hit.language,
        title=hit.shown["title"],
        url=hit.shown["url"],
        passage=passage(hit.shown["body"], marker, hit.language),
        date=hit.shown.get("date", ""),
        verified=hit.verified,
        pinned=pinned,
    )


def _choices(name: str, found: Found, chosen: Sequence[str], language: str) -> list[Choice]:
    counts = found.facets.get(name, {})
    values = [*counts, *(value for value in chosen if value not in counts)]
    if name == "kind":
        labels: Mapping[str, str] = {kind: str(s.label) for kind, s in registry.kinds().items()}
    elif name == "language":
        labels = dict(settings.LANGUAGES)
    elif name == "verified":
        labels = {"yes": gettext("Verified")}
    else:
        labels = registry.facet_labels(name, values, chosen, language)
    return [
        Choice(value, label, counts.get(value, 0), value in chosen)
        for value, label in labels.items()
        if value in values
    ]
