"""How long the admin's page search takes: the editors' index beside Wagtail's own database backend.

    .venv/bin/python -m benchmarks.admin_search [--pages 2000 4000] [--rounds 20]

Makes guides (half of them drafts) from the words of the starter content in a database of its own, and asks the search
page of the admin, as an editor, whole words, half words and Latin typing. The time is that of the whole answer; "query"
is the search alone: matches, rights and the first twenty pages.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django

QUERIES = ("хоршоо", "хоршооны гишүүн", "зээл", "тайл", "horshoo baiguulah", "zeel")


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, nargs="+", default=[2000, 4000], help="how many pages in all")
    parser.add_argument("--rounds", type=int, default=20, help="times that each query is asked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder:
        os.environ["KHORSHOO_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        _measure(options.pages, options.rounds)


def _measure(sizes: list[int], rounds: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client, override_settings
    from wagtail.models import Page

    from accounts.models import User
    from content.loading.loader import load
    from core.models import OutboxRow
    from search import editors

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    load()
    user = User.objects.create_superuser("bench@khorshoo.example", "secret-secret")
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    backends = {
        "our index": settings.WAGTAILSEARCH_BACKENDS,
        "database": {"default": {"BACKEND": "wagtail.search.backends.database"}},
    }
    print(
        f"{'pages':>6} {'backend':<10} {'query p50':>10} {'p95':>8} {'page p50':>10} {'p95':>8}   milliseconds"
    )
    for size in sorted(sizes):
        _fill(size)
        began = time.perf_counter()
        editors.rebuild()
        built = time.perf_counter() - began
        OutboxRow.objects.all().delete()
        for name, backend in backends.items():
            with override_settings(WAGTAILSEARCH_BACKENDS=backend, STORAGES=settings.STORAGES | plain):
                alone = _times(lambda q: _search(user, q), rounds)
                whole = _times(lambda q: client.get("/cms/pages/search/", {"q": q}), max(3, rounds // 4))
            print(f"{size:>6} {name:<10} {_show(alone)}  {_show(whole)}", flush=True)
        folder = settings.SEARCH_EDITORS_INDEX_DIR
        used = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        print(f"{size:>6} built in {built:.1f} s, {used:.1f} MB in {Page.objects.count()} pages", flush=True)


def _search(user: Any, typed: str) -> None:
    from wagtail.admin.views.pages.search import page_filter_search
    from wagtail.models import Page
    from wagtail.permissions import page_permission_policy

    rights = page_permission_policy.explorable_instances(user).values_list("pk", flat=True)
    pages = Page.objects.filter(pk__in=rights)
    found, everything = page_filter_search(typed, pages.specific(), pages)
    everything.facet("content_type_id")
    found.count()
    list(found[:20])


def _times(ask: Callable[[str], Any], rounds: int) -> list[float]:
    for query in QUERIES:
        ask(query)
    times = []
    for _round in range(rounds):
        for query in QUERIES:
            began = time.perf_counter()
            ask(query)
            times.append((time.perf_counter() - began) * 1000)
    return times


def _show(times: list[float]) -> str:
    return f"{statistics.median(times):>10.1f} {statistics.quantiles(times, n=20)[-1]:>8.1f}"


def _fill(size: int) -> None:
    """Guides below a topic until there are so many pages; seeded."""
    from wagtail.models import Page

    from content.models import GuidePage, TopicPage

    chance = random.Random(size)
    topic = TopicPage.objects.filter(locale__language_code="mn")[0]
    words = " ".join(GuidePage.objects.filter(locale=topic.locale).values_list("summary", flat=True)).split()
    for number in range(Page.objects.count(), size):
        page = GuidePage(
            title=" ".join(chance.choices(words, k=5)),
            summary=" ".join(chance.choices(words, k=30)),
            slug=f"bench-{number}",
            locale=topic.locale,
            live=number % 2 == 0,
        )
        topic.add_child(instance=page)
        page.save_revision(clean=False)


if __name__ == "__main__":
    main()
