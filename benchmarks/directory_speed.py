"""How long the directory takes: its list in many shapes, the map, an entry, at several sizes.

    .venv/bin/python -m benchmarks.directory_speed [--entries 5000 100000] [--rounds 20] [--postgres]

Makes sample entries in a database of its own (SQLite; with --postgres a PostgreSQL that is started for it) and asks
without the page cache, as a visitor whom nobody was before. Per address: queries, median and 95th percentile in
milliseconds of CPU time of this process; "wall" is the clock's 95th percentile, which also holds the database's own
time and whatever else the machine does. "first" is the request after a change of content, which reads all entries anew.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator

import django

ADDRESSES = (
    "",
    "?page=200",
    "?place=62",
    "?place=62&place=6231",
    "?sector=ICA20",
    "?sector=ICA20&level=primary&verified=no",
    "?level=primary&fresh=yes",
    "?sort=new",
    "?sort=near&near=62",
    "?sort=near&near=1107&sector=ICA10&page=20",
    "map/",
    "map/?sector=ICA20",
    "statistics/",
)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, nargs="+", default=[5_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20, help="times that each address is asked")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder, _database(options.postgres):
        os.environ["KHORSHOO_DATA_DIR"] = folder
        os.environ["KHORSHOO_PAGE_CACHE_SECONDS"] = "0"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        _measure(options.entries, options.rounds)


@contextlib.contextmanager
def _database(postgres: bool) -> Iterator[None]:
    if not postgres:
        yield
        return
    from scripts import postgres as server

    programs = server.find()
    if programs is None:
        raise SystemExit("There is no PostgreSQL server here.")
    with server.running(programs) as address:
        os.environ["KHORSHOO_DATABASE_URL"] = address
        yield


def _measure(sizes: list[int], rounds: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    from core import page_cache
    from core.models import OutboxRow
    from directory import samples

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    plain = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client = Client(headers={"host": "localhost"})
    print(
        f"{connection.vendor}: {'entries':>8} {'address':<44} {'queries':>7} {'median':>7} {'p95':>7} {'wall':>7}"
    )
    with override_settings(STORAGES=plain):
        for size in sorted(sizes):
            samples.make(size - samples.samples().count())
            OutboxRow.objects.all().delete()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            some = samples.samples().filter(level="union")[0].public_id
            with transaction.atomic():
                page_cache.raise_version()
            began = time.process_time()
            client.get("/mn/directory/")
            print(f"{size:>18} first: {(time.process_time() - began) * 1000:.0f} ms", flush=True)
            every: list[float] = []
            for path in (*ADDRESSES, f"{some}/"):
                address = f"/mn/directory/{path}"
                with CaptureQueriesContext(connection) as queries:
                    status = client.get(address).status_code
                asked = len(queries)  # the next request forgets them
                if status != 200:
                    raise SystemExit(f"{address}: {status}")
                cpu, wall = [], []
                for _round in range(rounds):
                    began_cpu, began_wall = time.process_time(), time.perf_counter()
                    client.get(address)
                    cpu.append((time.process_time() - began_cpu) * 1000)
                    wall.append((time.perf_counter() - began_wall) * 1000)
                every += cpu
                print(
                    f"{size:>18} {path or '(list)':<44} {asked:>7} {statistics.median(cpu):>7.1f} "
                    f"{_p95(cpu):>7.1f} {_p95(wall):>7.1f}",
                    flush=True,
                )
            print(
                f"{size:>18} {'all together':<44} {'':>7} {statistics.median(every):>7.1f} {_p95(every):>7.1f}"
            )


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


if __name__ == "__main__":
    main()
