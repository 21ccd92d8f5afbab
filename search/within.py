"""The one search, asked for one kind of thing alone, by a list of its own that narrows and pages by itself."""

from __future__ import annotations

from core import page_cache, shared
from search import execute, lexicon, querying
from search.engine.base import Engine, EngineQuery
from search.highlight import Marker
from search.registry import PUBLIC
from search.synonyms import site_terms
from search.understanding import understand


def ranked_pks(typed: str, *, language: str, kind: str, most: int, named: bool = False) -> list[int]:
    """Keys of the public things of this kind that fit what was typed, the best first.

    most: so many candidates are looked at. Who shows them asks again whether they may be seen.
    named: only those whose title has all that was typed.
    Raises EngineAwayError.
    """
    with shared.at_version(page_cache.current_version()):
        terms = site_terms()

    def question(engine: Engine) -> list[int]:
        understood = understand(typed, lexicon=lexicon.of(engine), terms=terms, exact=False)
        if not understood.clauses:
            return []
        query = EngineQuery(
            understood.clauses,
            (PUBLIC,),
            understood.without,
            {"kind": (kind,)},
            least=len(understood.clauses),
            limit=most,
            counted=False,
        )
        marker = Marker(understood.clauses)
        hits = engine.search(query).hits
        if named:
            hits = [hit for hit in hits if marker.is_all_in(hit.shown["title"], hit.language)]
        hits = querying.ranked(hits, marker, language)
        return [int(hit.id.split(":")[1]) for hit in hits]

    return execute.ask(question)
