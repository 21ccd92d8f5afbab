"""How long the admin's page search takes: the editors' index beside Wagtail's own database backend.

    .venv/bin/python -m benchmarks.admin_search [--pages 2000 4000] [--rounds 10]

Makes guides (half of them drafts) from the words of the starter content in a database of its own, and asks the search
page of the admin whole words, half words and Latin typing. "search" is the search alone (matches, rights, counts by
type, the first twenty pages), "page" the whole answer: medians of CPU milliseconds.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django

QUERIES = ("хоршоо", "хоршооны гишүүн", "зээл", "тайл", "horshoo baiguulah", "zeel")


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, nargs="+", default=[2000, 4000], help="how many pages in all")
    parser.add_argument("--rounds", type=int, default=10, help="times that each query is asked")
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
        "editors": settings.WAGTAILSEARCH_BACKENDS,
        "database": {"default": {"BACKEND": "wagtail.search.backends.database"}},
    }
    columns = "".join(f" | {name:>9} {'search':>8} {'page':>8}" for name in backends)
    print(f"{'pages':>5} {'query':<18}{columns}")
    for size in sorted(sizes):
        _fill(size)
        began = time.perf_counter()
        editors.rebuild()
        built = time.perf_counter() - began
        OutboxRow.objects.all().delete()
        for query in QUERIES:
            row = f"{size:>5} {query:<18}"
            for backend in backends.values():
                with override_settings(WAGTAILSEARCH_BACKENDS=backend, STORAGES=settings.STORAGES | plain):
                    found = _search(user, query)
                    alone = _median(partial(_search, user, query), rounds)
                    whole = _median(partial(client.get, "/cms/pages/search/", {"q": query}), rounds)
                row += f" | {found:>9} {alone:>8.1f} {whole:>8.1f}"
            print(row, flush=True)
        folder = settings.SEARCH_EDITORS_INDEX_DIR
        used = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        print(f"{size:>6} built in {built:.1f} s, {used:.1f} MB for {Page.objects.count()} pages", flush=True)


def _search(user: Any, typed: str) -> int:
    """How many were found."""
    from wagtail.admin.views.pages.search import page_filter_search
    from wagtail.models import Page
    from wagtail.permissions import page_permission_policy

    rights = page_permission_policy.explorable_instances(user).values_list("pk", flat=True)
    pages = Page.objects.filter(pk__in=rights)
    found, everything = page_filter_search(typed, pages.specific(), pages)
    everything.facet("content_type_id")
    list(found[:20])
    return int(found.count())


def _median(ask: Callable[[], Any], rounds: int) -> float:
    from search import editors

    ask()
    times = []
    for _round in range(rounds):
        editors._found.cache_clear()
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


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
