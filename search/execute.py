"""Every query goes through here: understand, ask the engine, rank, check what may be seen; or ask the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString

from core import shared
from search import indexer, registry
from search.analysis.tokens import is_cyrillic
from search.engine import engine
from search.engine.base import Engine, EngineAwayError, EngineQuery, Found, Hit
from search.highlight import Marker, passage, surface_of
from search.registry import PUBLIC
from search.understanding import Understood, understand

logger = logging.getLogger(__name__)

PER_PAGE = 10
#: How many are fetched and ranked again.
CANDIDATES = 100
#: The reader's own language counts this much more.
OWN_LANGUAGE = 1.3
#: A title that holds all the words counts this much more.
WHOLE_TITLE = 1.6
#: After a failure the engine is left alone for this long, in seconds.
PAUSE = 5.0
#: How many rows of a kind the database is asked for while the engine is away.
FROM_DATABASE = 20

T = TypeVar("T")

_away_until = 0.0


@dataclass(frozen=True)
class Result:
    """One row of the results page."""

    kind: str
    kind_label: str
    language: str
    title: str
    url: str
    passage: SafeString
    date: str


@dataclass(frozen=True)
class Facet:
    """One choice with its count."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class Results:
    """What the results page shows. `engine_away`: the database answered. `read_as`: what Latin typing was read as."""

    understood: Understood
    rows: list[Result]
    total: int
    page: int
    pages: int
    kinds: list[Facet] = field(default_factory=list)
    languages: list[Facet] = field(default_factory=list)
    engine_away: bool = False
    read_as: str = ""


class NoSuchPageError(Exception):
    """A page number beyond the last."""


def execute(
    typed: str,
    *,
    language: str,
    kinds: Sequence[str] = (),
    languages: Sequence[str] = (),
    page: int = 1,
    exact: bool = False,
) -> Results:
    """Search in everything public.

    typed:     as it was typed, of any length; more than 200 characters are cut.
    language:  the reader's; its pages come first, nothing is hidden by it.
    kinds, languages: chosen facets; unknown ones are ignored.
    page:      from 1. Raises NoSuchPageError beyond the last (page 1 always exists).
    exact:     only the words as they stand.
    Never fails with the engine: the database answers then.
    """
    understood = understand(typed, exact=exact)
    known = registry.kinds()
    kinds = [kind for kind in kinds if kind in known]
    languages = [code for code in languages if code in dict(settings.LANGUAGES)]
    if not understood.clauses:
        return Results(understood, [], 0, 1, 1)
    query = EngineQuery(understood.clauses, (PUBLIC,), tuple(kinds), tuple(languages), CANDIDATES)
    marker = Marker(understood.clauses)
    away, versions = False, dict[str, Hit]()
    try:
        found = _ask(lambda engine: engine.search(query))
        hits = _ranked(found.hits, marker, language)
        foreign = [h.group for h in _page_of(hits, page) if h.language != language and not languages]
        if foreign:
            versions = _ask(lambda engine: engine.in_language(foreign, language, (PUBLIC,)))
    except EngineAwayError:
        found, away = _from_database(understood, language, kinds, languages), True
        hits = found.hits
    pages = max(1, -(-len(hits) // PER_PAGE))
    if not 1 <= page <= pages:
        raise NoSuchPageError
    wanted = _page_of(hits, page)
    public = public_ids([*wanted, *versions.values()])
    in_own = {group: version for group, version in versions.items() if version.id in public}
    shown = [in_own.get(h.group, h) for h in wanted if h.id in public or h.group in in_own]
    return Results(
        understood=understood,
        rows=[_row(hit, marker) for hit in shown],
        total=found.total - (len(wanted) - len(shown)),
        page=page,
        pages=pages,
        kinds=_facets(found.kinds, {kind: str(s.label) for kind, s in known.items()}, kinds),
        languages=_facets(found.languages, dict(settings.LANGUAGES), languages),
        engine_away=away,
        read_as="" if exact else _read_as(shown, understood),
    )


def _page_of(hits: list[Hit], page: int) -> list[Hit]:
    return hits[max(0, page - 1) * PER_PAGE : max(0, page) * PER_PAGE]


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """Where the engine works, so that a reader waits no longer than the time limit. Made after the server forked."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="search")


def _ask(question: Callable[[Engine], T]) -> T:
    """The engine's answer within the time limit; after a failure it is left alone for a while.

    Raises EngineAwayError.
    """
    global _away_until
    if time.monotonic() < _away_until:
        raise EngineAwayError("left alone after a failure")
    try:
        return _in_time(question)
    except EngineAwayError as error:
        _away_until = time.monotonic() + PAUSE
        logger.warning("search: the engine is away: %s", error)
        raise


def _in_time(question: Callable[[Engine], T]) -> T:
    began = time.perf_counter()
    answer = _threads().submit(question, engine())
    try:
        found = answer.result(settings.SEARCH_TIMEOUT_MS / 1000)
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


def _ranked(hits: list[Hit], marker: Marker, language: str) -> list[Hit]:
    """By score, kind, the reader's language and whether the title says it all; one of each group."""
    scored = []
    for hit in hits:
        whole = marker.says_it_all(hit.shown["title"])
        score = hit.score * hit.weight * (WHOLE_TITLE if whole else 1.0)
        scored.append((score * (OWN_LANGUAGE if hit.language == language else 1.0), hit))
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    found: dict[str, Hit] = {}
    for _score, hit in scored:
        before = found.get(hit.group)
        if before is None or (before.language != language and hit.language == language):
            found[hit.group] = hit
    return list(found.values())


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


def _from_database(
    understood: Understood, language: str, kinds: Sequence[str], languages: Sequence[str]
) -> Found:
    """Titles and summaries that hold all words: what the database can say."""
    words = [clause.word for clause in understood.clauses]
    language = language if language in languages or not languages else languages[0]
    hits: list[Hit] = []
    counts: dict[str, int] = {}
    for kind, searchable in registry.kinds().items():
        rows: list[Any] = list(searchable.match(words, language)[:FROM_DATABASE])
        documents = [d for row in rows for d in searchable.documents(row) if d.language == language]
        documents = [d for d in documents if PUBLIC in d.audience]
        if documents:
            counts[kind] = len(documents)
        if not kinds or kind in kinds:
            hits += [
                Hit(d.id, d.kind, d.language, d.group, d.weight, d.weight, indexer.shown(d))
                for d in documents
            ]
    hits.sort(key=lambda hit: (-hit.weight, hit.id))
    by_language = {language: len(hits)} if languages else {}
    return Found(hits[:CANDIDATES], len(hits[:CANDIDATES]), counts, by_language)


def _row(hit: Hit, marker: Marker) -> Result:
    return Result(
        kind=hit.kind,
        kind_label=str(registry.kinds()[hit.kind].label),
        language=hit.language,
        title=hit.shown["title"],
        url=hit.shown["url"],
        passage=passage(hit.shown["body"], marker),
        date=hit.shown.get("date", ""),
    )


def _facets(counts: dict[str, int], labels: dict[str, str], chosen: Sequence[str]) -> list[Facet]:
    return [
        Facet(value, label, counts.get(value, 0), value in chosen)
        for value, label in labels.items()
        if counts.get(value) or value in chosen
    ]


def _read_as(hits: list[Hit], understood: Understood) -> str:
    """What Latin typing was read as: words of the titles found, or of the first text; "" where nothing was read."""
    if not hits or not any(not is_cyrillic(c.word) and not c.word.isdigit() for c in understood.clauses):
        return ""
    text = " . ".join([*(hit.shown["title"] for hit in hits), hits[0].shown["body"]])
    read = [surface_of(text, clause) or clause.word for clause in understood.clauses]
    latin = [c.word for c in understood.clauses]
    changed = any(is_cyrillic(r) and not is_cyrillic(w) for r, w in zip(read, latin, strict=True))
    return " ".join(read).lower() if changed else ""
