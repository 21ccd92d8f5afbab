"""How long the files of the open data take to write and to stream, and how much memory.

    .venv/bin/python -m benchmarks.open_data [--entries 5000 100000]

Makes sample entries in a database of its own (SQLite). Per size: seconds and growth of the largest memory of this
process (MB) of the first writing, of a second one where nothing has changed, and of streaming all as JSON from the
directory; then the sizes of the files.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable

import django


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, nargs="+", default=[5_000, 100_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder:
        os.environ["KHORSHOO_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        _measure(options.entries)


def _measure(sizes: list[int]) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client, override_settings

    from core import page_cache
    from directory import samples
    from directory.services.open_data import write_open_data

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    # Django keeps all queries of a process in DEBUG.
    with override_settings(ALLOWED_HOSTS=["*"], DEBUG=False):
        for size in sizes:
            samples.make(size - samples.samples().count())
            connection.close()
            page_cache.raise_version()
            print(f"{size} entries")
            _timed("write", write_open_data)
            _timed("write again", write_open_data)
            address = "/data/organizations.json?changed_since=2020-01-01T00:00:00Z"
            _timed("stream", lambda where=address: sum(map(len, Client().get(where))))
            _timed("file", lambda: sum(map(len, Client().get("/data/organizations.json"))))
            for one in write_open_data():
                print(f"  {one.name}: {one.rows} rows, {one.size / 1e6:.1f} MB")


def _timed(what: str, do: Callable[[], object]) -> None:
    before, begun = _largest(), time.perf_counter()
    do()
    print(f"  {what}: {time.perf_counter() - begun:.1f} s, memory grew by {_largest() - before:.1f} MB")


def _largest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
