"""How fast the site serves: requests a second, p50, p95, CPU per request, memory; cached and uncached.

    .venv/bin/python -m benchmarks.serve [--requests 400] [--clients 4]

Starts a copy of its own (starter content, gunicorn, worker) under the production settings on a free port, has the
worker index all laws, asks for home, a guide and a search over kept-open connections, and ends it. CPU is that of the
server's processes alone, from /proc (Linux), once the worker has nothing to do; requests a second depend on the
machine and on the client beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from scripts import serve
from scripts.common import ROOT, VENV_PYTHON
from scripts.processes import Site

PAGES = {
    "home": "/mn/",
    "guide": "/mn/audit/duties/",
    "search": "/mn/search/?q=" + quote("хоршоо байгуулах"),
}
TICK = os.sysconf("SC_CLK_TCK")
#: What the worker is given to do: without it, it would not yet have what it needs to index (the dictionary).
INDEX = """
from content.models import LawPage
from search import indexer
indexer.enqueue(f"content.lawpage:{pk}" for pk in LawPage.objects.values_list("pk", flat=True))
"""


def main() -> None:
    """Run both rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--requests", type=int, default=400, help="requests for each row")
    parser.add_argument("--clients", type=int, default=4, help="clients at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder:
        print(f"{'page':<10}{'cache':<10}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}")
        for cached in (True, False):
            port = serve.free_port()
            env = _environment(port, Path(folder), cached)
            serve.prepare(env)
            with Site("127.0.0.1", port, env) as site:
                site.wait_until_it_answers()
                subprocess.run(
                    [VENV_PYTHON, "manage.py", "shell", "-c", INDEX], cwd=ROOT, env=env, check=True
                )
                _settle(site.process_id)
                for name, path in PAGES.items():
                    _ask(port, path, options.clients * 5, options.clients)  # warm
                    before = _cpu(site.process_id)
                    began = time.perf_counter()
                    times = _ask(port, path, options.requests, options.clients)
                    wall = time.perf_counter() - began
                    cpu = (_cpu(site.process_id) - before) / len(times) * 1000
                    print(
                        f"{name:<10}{'on' if cached else 'off':<10}{len(times) / wall:>8.0f}"
                        f"{statistics.median(times) * 1000:>9.1f}{statistics.quantiles(times, n=20)[-1] * 1000:>9.1f}"
                        f"{cpu:>9.2f}"
                    )
                sizes = [_memory(pid) / 2**20 for pid in _family(site.process_id)]
                print(f"memory: {sum(sizes):.0f} MB ({' + '.join(f'{size:.0f}' for size in sizes)})")


def _environment(port: int, data: Path, cached: bool) -> dict[str, str]:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("KHORSHOO_", "DJANGO_"))}
    given |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "KHORSHOO_SSL_REDIRECT": "0",
        "KHORSHOO_PAGE_CACHE_SECONDS": "3600" if cached else "0",
    }
    return serve.site_environment("127.0.0.1", port, data, given)


def _ask(port: int, path: str, count: int, clients: int) -> list[float]:
    """Seconds of each of `count` requests, made by `clients` at once. Raises RuntimeError for a wrong answer."""
    times: list[float] = []
    wrong: list[int] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _number in range(count // clients):
            began = time.perf_counter()
            connection.request("GET", urlsplit(path).geturl(), headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status != 200:
                wrong.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=client) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{path} answered {wrong[0]}")
    return times


def _family(pid: int) -> list[int]:
    """This process, its children, theirs …"""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(status.parent.name))
    found = [pid]
    for one in found:  # grows as it goes
        found += sorted(parents.get(one, ()))
    return found


def _cpu(pid: int) -> float:
    """CPU seconds that it and its family have used so far."""
    total = 0
    for one in _family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def _settle(pid: int, longest: float = 60) -> None:
    """Wait until they do next to nothing: less than 30 ms of CPU in a second."""
    until = time.monotonic() + longest
    while time.monotonic() < until:
        before = _cpu(pid)
        time.sleep(1)
        if _cpu(pid) - before < 0.03:
            return
    raise RuntimeError(f"the site is still at work after {longest:.0f} s")


def _memory(pid: int) -> int:
    """Bytes of memory that are this process's, shared pages counted in part (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
