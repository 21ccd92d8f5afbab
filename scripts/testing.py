"""`make test`: all tests on SQLite, then all but the browser's again on a real PostgreSQL; search on both engines."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from scripts import elasticsearch, environment, postgres
from scripts.common import ROOT, VENV_PYTHON, Command, Stop, in_ci, say

#: Tells pytest's closing part what could not be tested (tests/conftest.py shows it).
SKIPPED = "KHORSHOO_TESTS_SKIPPED"
#: Where the tests find an Elasticsearch (tests/search/elastic.py reads it); one given from outside is used.
ELASTICSEARCH = "KHORSHOO_TEST_ELASTICSEARCH"
#: pytest's status where the markers choose no test at all.
NOTHING_CHOSEN = 5
#: The shell without windows shows the same pages in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The system's Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def run(markers: str, arguments: list[str], *, complete: bool = False) -> int:
    """Run the tests that `markers` chooses (pytest's -m; empty: all). Returns pytest's status; raises Stop.

    arguments: passed on to pytest; complete: get Elasticsearch where it is missing.
    """
    programs = postgres.find()
    distribution = _elasticsearch(complete=complete or in_ci())
    given = os.environ.get(ELASTICSEARCH, "").strip()
    skipped = []
    if browser() is None:
        skipped.append("BROWSER TESTS: there is no Chromium (Debian: apt-get install chromium)")
    if programs is None:
        skipped.append("POSTGRESQL: there is no PostgreSQL server (Debian: apt-get install postgresql)")
    if distribution is None and not given:
        skipped.append(f"ELASTICSEARCH: there is none here ({elasticsearch.HOW})")
    if skipped and in_ci():
        raise Stop("CI=true allows no gaps. Missing: " + "; ".join(skipped) + ".")
    for line in skipped:
        say(f"\n*** NOT TESTED: {line} ***\n")
    environment.check_before()
    environment.set_up(dev=True)
    env = os.environ | {SKIPPED: "\n".join(skipped)}
    env.pop("KHORSHOO_DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)

    with contextlib.ExitStack() as servers:
        if distribution is not None and not given:
            say("\nStarting Elasticsearch for the tests (10 to 20 s) …")
            env[ELASTICSEARCH] = servers.enter_context(elasticsearch.running(distribution)).address
        say("\nAll tests on SQLite")
        code = _pytest(markers, arguments, env)
        if code or programs is None:
            return code
        say("\nAll but the browser tests on PostgreSQL")
        without_browser = f"({markers}) and not browser" if markers else "not browser"
        address = servers.enter_context(postgres.running(programs))
        return _pytest(without_browser, arguments, env | {"KHORSHOO_DATABASE_URL": address})


def _elasticsearch(*, complete: bool) -> Path | None:
    """The distribution; None where it is missing and, if `complete`, cannot be had either."""
    found = elasticsearch.find()
    if found is not None or not complete:
        return found
    try:
        return elasticsearch.install()
    except Stop as reason:
        say(str(reason))
        return None


def _pytest(markers: str, arguments: list[str], env: dict[str, str]) -> int:
    command: Command = [
        VENV_PYTHON,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",  # without groups: one test at a time in the order that tests/conftest.py gives
        "-m",
        markers,
        *arguments,
    ]
    code = subprocess.call(command, cwd=ROOT, env=env)
    return 0 if code == NOTHING_CHOSEN else code
