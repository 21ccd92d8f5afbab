"""How fast search is with 100,000 short documents, on both engines and beside Wagtail's own database backend.

    .venv/bin/python -m benchmarks.search_speed [--documents 100000] [--engines embedded elasticsearch database]

The documents are entries, topics and notices made of the guides' own words (search_quality.noise), the queries are the
judged ones (a sample) and single common words. "CPU" is what this process used, "wall" what a reader waits for; of
Elasticsearch only the asking side is in "CPU". The database backend gets the same texts as pages; it finds words as
they are typed, in whole. A database of its own, nothing of the site is touched.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

COMMON = ("хоршоо", "зээл", "гишүүн", "loan", "malchin", "тайлан")
SAMPLE = 150
BATCH = 2_000


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--engines", nargs="+", default=["embedded", "elasticsearch", "database"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder:
        os.environ["KHORSHOO_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        documents = _documents(options.documents)
        for name in options.engines:
            (_database if name == "database" else _engine)(name, documents)


def _documents(count: int) -> list[Any]:
    from benchmarks.search_quality import noise
    from search.registry import SearchDocument

    return noise([SearchDocument("guide", 0, "mn", "g", "Хоршоо", "", "/")], count)


def _queries() -> list[str]:
    from tests.search import judged

    return random.Random(7).sample([query.q for query in judged.load()], SAMPLE)


def _engine(name: str, documents: Sequence[Any]) -> None:
    from search import querying, trial
    from search.registry import PUBLIC
    from search.suggest import CANDIDATES, readings
    from search.terms import Terms

    with trial.throwaway(name) as engine:
        began, cpu = time.perf_counter(), time.process_time()
        trial.load(engine, documents)
        print(
            f"{name}: {len(documents)} documents built in {time.perf_counter() - began:.0f} s"
            f" ({time.process_time() - cpu:.0f} s CPU here), {_size(engine) / 1e6:.1f} MB"
        )

        def ask(typed: str) -> object:
            return querying.ask(
                engine, typed, language="mn", terms=Terms([]), filters={}, news=trial.NEWS, main=trial.MAIN
            )

        def suggest(typed: str) -> object:
            begun = [readings(word) for word in typed.lower().split()]
            return engine.beginning_with(begun, (PUBLIC,), "mn", CANDIDATES)

        _time("search, judged queries", ask, _queries())
        _time("search, a common word", ask, COMMON)
        _time("suggestions", suggest, [query[: 2 + n % 9] for n, query in enumerate(_queries())])


def _size(engine: Any) -> int:
    """Bytes of the index a minute after a rebuild."""
    folder = getattr(engine, "folder", None)
    if folder:
        return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    client = engine._client(60)
    # Elasticsearch keeps each document whole, half as much again, until it has noted (every 30 s)
    # that no copy needs it.
    time.sleep(40)
    client.indices.flush(index=engine.read)
    client.indices.forcemerge(index=engine.read, max_num_segments=1)
    return int(client.indices.stats(index=engine.read)["_all"]["primaries"]["store"]["size_in_bytes"])


def _database(name: str, documents: Sequence[Any]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.test import override_settings
    from wagtail.models import Page
    from wagtail.search.models import IndexEntry

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    root, kind = Page.objects.get(depth=1), ContentType.objects.get_for_model(Page)
    for at in range(0, len(documents), BATCH):
        part = documents[at : at + BATCH]
        pages = Page.objects.bulk_create(
            Page(
                title=d.title,
                slug=f"d{d.pk}",
                path=f"{root.path}{d.pk:08d}"[-12:],
                depth=2,
                url_path=f"/d{d.pk}/",
                content_type=kind,
                locale_id=1,
            )
            for d in part
        )
        IndexEntry.objects.bulk_create(
            IndexEntry(content_type=kind, object_id=str(page.pk), title=d.title, body=d.body, title_norm=1.0)
            for page, d in zip(pages, part, strict=True)
        )
    print(f"{name}: {len(documents)} pages written in {time.perf_counter() - began:.0f} s")

    def ask(typed: str) -> object:
        found = Page.objects.all().search(typed, operator="or")
        return found.count(), list(found[:20])

    with override_settings(
        WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}}
    ):
        _time("search, judged queries", ask, _queries())
        _time("search, a common word", ask, COMMON)


def _time(what: str, ask: Callable[[str], object], queries: Sequence[str]) -> None:
    for typed in queries[:20]:  # what is read once
        ask(typed)
    walls, cpus = [], []
    for typed in queries:
        wall, cpu = time.perf_counter(), time.process_time()
        ask(typed)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    print(f"  {what:24} CPU {_spread(cpus)}   wall {_spread(walls)} ms")


def _spread(values: Sequence[float]) -> str:
    last = sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
    return f"p50 {statistics.median(values):6.1f}  p95 {last:6.1f}"


if __name__ == "__main__":
    main()
