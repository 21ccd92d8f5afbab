"""What each weight of the ranking does: MRR@10 with it as it stands and with its neighbours, one changed at a time.

    KHORSHOO_DATA_DIR=… .venv/bin/python -m benchmarks.search_weights

Asks the tuning half of the judged queries, without / with 20,000 documents of noise (search_quality.py). Where search's
`weights.py` or `engine/base.py` names a figure, it is one of these. Takes a quarter of an hour.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import django

NOISE = 20_000
#: By name in search/weights.py: other values.
TRIED = {
    "OTHER_STEM": (0.7, 1.0),
    "READING": (0.7, 1.0),
    "READING_FALLS": (0.9, 1.0),
    "SAME_KEY": (0.5, 0.85, 1.0),
    "LAYOUT": (0.5, 1.0),
    "LOOKS_LIKE": (0.7, 1.0),
    "ONLY_STEM": (0.3, 0.9),
    "SHORT_KEY": (0.3, 0.9),
    "SLIP": (0.55, 0.9),
    "TWO_SLIPS": (0.3, 0.65),
    "OTHER_CONSONANT": (0.6, 1.0),
    "WORD_AS_SLIP": (0.2, 1.0),
    "BEGINNING": (0.5, 1.0),
    "LONGER": (0.1, 0.7),
    "NEAR_BEST": (0.7, 0.95),
    "TRANSLATION": (0.3, 0.9),
    "SYNONYM": (0.2, 0.8),
    "VARIANT": (0.5, 1.0),
    "ITSELF": (0.7, 1.0),
    "CANDIDATES_READ": (10, 100),
    "READ": (1_500,),
    "DEPTH": (0.0, 0.3),
    "NEAR": (0.0, 1.0),
    "NEAR_WORDS": (3, 25),
    "ANY_CLAUSE": (0.2, 0.5, 1.0),
    "WHOLE_TITLE": (1.0, 2.2),
    "NOTHING_ELSE": (1.0, 1.5),
    "PART_OF_TITLE": (0.0, 0.4),
    "OWN_LANGUAGE": (1.0, 1.6),
}
#: By name in search/weights.py: the kinds that count so much, and whether they are those of the noise.
KINDS = {
    "STEPS": ({"steps"}, False),
    "GUIDE": ({"guide"}, False),
    "LAW": ({"law"}, False),
    "OFFER": ({"finance"}, False),
    "FORM": ({"legal-form"}, False),
    "TERM": ({"term"}, False),
    "BACKGROUND": ({"country", "comparison", "instrument", "programme", "statistics"}, False),
    "HOUSE": ({"page"}, False),
    "ENTRY": ({"organization", "announcement"}, True),
    "TALK": ({"topic"}, True),
}
TITLES = (1.0, 3.0, 4.0)


def main() -> None:
    """Print a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    django.setup()
    from benchmarks.search_quality import mean, noise, score, site_documents
    from search import indexer, querying, trial, weights
    from search.engine import tantivy_queries
    from search.synonyms import site_terms
    from tests.search import judged

    queries = [query for query in judged.load() if query.half == "tune"]
    indexer.with_dictionary()  # before the terms are read: they are stemmed, too
    documents, terms = site_documents(), site_terms()
    with ExitStack() as engines:
        made = []
        for count in (0, NOISE):
            engine = engines.enter_context(trial.throwaway("embedded"))
            trial.load(engine, [*documents, *noise(documents, count)])
            made.append(engine)

        def show(name: str) -> None:
            found = [mean(score(engine, queries, terms)[0]["all"]) for engine in made]
            print(f"{name:32} " + " / ".join(f"{value:.4f}" for value in found), flush=True)

        show("as it stands")
        for name, values in TRIED.items():
            for value in values:
                with _other(weights, name, value):
                    show(f"{name} {value}")
        for name, (kinds, of_noise) in KINDS.items():
            with _other(
                querying, "ranked", _as_one(querying.ranked, kinds, of_noise, getattr(weights, name))
            ):
                show(f"{name} 1.0")
        with _other(trial, "MAIN", frozenset()):
            show("MAIN: none")
        for value in TITLES:
            with _other(tantivy_queries, "TITLE", value):
                show(f"TITLE {value}")


@contextmanager
def _other(module: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def _as_one(ranked: Callable[..., Any], kinds: set[str], of_noise: bool, weight: float) -> Callable[..., Any]:
    """Ranking in which these kinds count 1.0."""

    def changed(hits: Any, *more: Any) -> Any:
        return ranked(
            [
                replace(hit, weight=hit.weight / weight)
                if hit.kind in kinds and hit.shown["given"].startswith("noise:") == of_noise
                else hit
                for hit in hits
            ],
            *more,
        )

    return changed


if __name__ == "__main__":
    main()
