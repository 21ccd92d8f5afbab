"""How well search finds: MRR@10 by class of the judged queries (tests/search/judged.jsonl) over the starter content.

    make search-quality            both halves, also with noise; fails where a class is below its bar
    python -m benchmarks.search_quality --engine elasticsearch --noise 20000

The starter content must be in the database of this copy (`make run` or `manage.py load_starter`). An answer counts from
grade 2 on; translations count once. The noise is made of the content's own words, seeded.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

#: MRR@10 of each class below which the check fails; "all" is all classes together.
BARS = {
    "mn": 0.97,
    "inflected": 0.92,
    "latin": 0.94,
    "keyboard": 0.94,
    "typo": 0.92,
    "en": 0.95,
    "en-typo": 0.90,
    "cross": 0.88,
    "all": 0.95,
}
WITH_NOISE, MOST_WITHOUT = 0.90, 0.01
#: From this grade on an answer counts for the rank.
GOOD = 2


def site_documents() -> list[Any]:
    """What the site would index, each with the address by which it is judged as the key of its `extra`."""
    from search import registry

    found = []
    for searchable in registry.kinds().values():
        for obj in searchable.rows().iterator(chunk_size=200):
            found += [replace(d, extra={"given": address_of(d)}) for d in searchable.documents(obj)]
    return [replace(document, pk=number) for number, document in enumerate(found)]


def address_of(document: Any) -> str:
    """The address of a page ("found/steps"), "term:quorum" of a term."""
    if document.kind == "term":
        return "term:" + document.url.rpartition("#")[2]
    return document.url.strip("/").partition("/")[2] or "home"


#: What people who are no editors write about, in entries, topics and notices: the same words as in the guides.
_SUBJECTS = {
    "mn": "хоршоо зээл татвар аудит тайлан гишүүн дүрэм хурал хадгаламж ноос ноолуур сүү мал бэлчээр малчин сургалт "
    "бүртгэл сан төсөл гэрээ ашиг хувь үнэ борлуулалт тоног хөдөлмөр санхүү хууль бүлэг холбоо",
    "en": "cooperative loan tax audit report member charter meeting savings wool cashmere milk livestock pasture "
    "herder training registration fund project contract profit share price market equipment labour finance law "
    "group union",
}
_PATTERNS = {
    "mn": (
        ("organization", "«{n}» {a}", "{n} {a}. {b}, {c} чиглэлээр ажилладаг. Гишүүн {x}."),
        ("organization", "«{n}» хоршоо", "{b} болон {c} эрхэлдэг хоршоо. {x} гишүүнтэй, {a} хийдэг."),
        (
            "topic",
            "{a}, {b} хоёрын талаар асуух юм",
            "Манай {c} {a} гэж байна. {n} суманд {b} бий юу?",
        ),
        ("topic", "{n}: {a} хэрхэн шийдэх вэ", "{b} дээр {c} гарсан. Туршлагаасаа хэлээрэй."),
        ("announcement", "{a} ба {b}: {n} уулзалт", "{x}-нд {c} уулзалт болно. {a} яригдана."),
    ),
    "en": (
        ("organization", "{n} {a}", "{n} works in {b} and {c}. {x} members."),
        (
            "topic",
            "Question about {a} and {b}",
            "Our {c} in {n} has {x} people and a {a}. Does anybody know?",
        ),
        ("announcement", "{n}: meeting on {a}", "On {x} there is a meeting on {b} and {c}."),
    ),
}


def noise(documents: Sequence[Any], count: int) -> list[Any]:
    """Short texts on the guides' own subjects that answer nothing: entries of a directory, topics, notices. Seeded."""
    from search import trial

    chance = random.Random(7)
    letters = {"mn": "абвгдзилмнорстухцчэөү", "en": "abcdefghilmnoprstu"}
    made = []
    for number in range(count):
        language = "mn" if number % 5 else "en"
        kind, title, body = chance.choice(_PATTERNS[language])
        a, b, c = chance.sample(_SUBJECTS[language].split(), 3)
        name = "".join(chance.choices(letters[language], k=chance.randint(4, 9))).capitalize()
        filled = {"a": a, "b": b, "c": c, "n": name, "x": chance.randint(9, 300)}
        made.append(
            replace(
                documents[0],
                kind=kind,
                pk=10_000_000 + number,
                language=language,
                group=f"noise:{number}",
                title=title.format(**filled),
                body=body.format(**filled),
                weight=trial.KINDS[kind],
                more="",
                facets={},
                extra={"given": f"noise:{number}"},
            )
        )
    return made


def rank_of(ids: Sequence[str], relevant: dict[str, int], least: int = GOOD) -> int:
    """From 1; 0 where none of the first ten is good enough."""
    best = max(relevant.values())
    wanted = {address for address, grade in relevant.items() if grade >= min(least, best)}
    return next((i for i, address in enumerate(ids[:10], 1) if address in wanted), 0)


def score(engine: Any, judged: Iterable[Any], terms: Any) -> tuple[dict[str, list[float]], list[Any]]:
    """Reciprocal ranks by class, and (query, ids) of those that did not come first."""
    from search import trial

    by_class: dict[str, list[float]] = defaultdict(list)
    missed = []
    for query in judged:
        asked = trial.Asked(query.id, query.q, None)
        (answer,) = trial.run(engine, [asked], terms, 10, reader=query.language)
        ids = answer["ids"]
        rank = rank_of(ids, query.relevant)
        by_class[query.kind].append(1 / rank if rank else 0.0)
        by_class["all"].append(1 / rank if rank else 0.0)
        by_class["nothing"].append(0.0 if ids else 1.0)
        if rank != 1:
            missed.append((query, rank, ids, answer["read_as"]))
    return by_class, missed


def mean(values: Sequence[float]) -> float:
    """0 for none."""
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """Print the table; 1 where a class is below its bar."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", default="embedded", choices=("embedded", "elasticsearch"))
    parser.add_argument("--noise", type=int, default=20_000)
    parser.add_argument(
        "--judged", type=Path, help="another file of judged queries: tests/search/judged_second.jsonl"
    )
    parser.add_argument("--half", choices=("tune", "report"))
    parser.add_argument("--show", action="store_true", help="the queries whose answer did not come first")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    django.setup()
    from search import indexer, trial
    from search.synonyms import site_terms
    from tests.search import judged

    queries = [q for q in judged.load(options.judged or judged.FILE) if options.half in (None, q.half)]
    indexer.with_dictionary()  # before the terms are read: they are stemmed, too
    documents, terms, failed = site_documents(), site_terms(), []
    for count in (0, options.noise) if options.noise else (0,):
        with trial.throwaway(options.engine) as engine:
            trial.load(engine, [*documents, *noise(documents, count)])
            began = time.process_time()
            by_class, missed = score(engine, queries, terms)
            ms = (time.process_time() - began) / len(queries) * 1000
        print(f"\n{len(documents)} documents, {count} of noise, {len(queries)} queries, {options.engine}")
        for name, bar in BARS.items():
            values = by_class[name]
            bar = WITH_NOISE if count and name == "all" else bar
            checked = name == "all" or not count
            low = checked and mean(values) < bar
            failed += [name] if low else []
            print(
                f"  {name:<10} {len(values):>4}  {mean(values):.3f}"
                f"{f'  (bar {bar:.2f})' if checked else ''}{'  BELOW' if low else ''}"
            )
        print(f"  no result  {mean(by_class['nothing']):.3f}; {ms:.1f} ms CPU a query")
        if not count and mean(by_class["nothing"]) > MOST_WITHOUT:
            failed.append("no result")
        if options.show:
            for query, rank, ids, read in missed:
                print(f"  {query.kind:<9} {query.q!r} [{query.language}] rank {rank} ({read})")
                print(f"            {ids[:4]} wanted {query.relevant}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
