"""`make test`: all tests on SQLite, then all but the browser's again on a real PostgreSQL."""

import os
import shutil
import subprocess

from scripts import environment, postgres
from scripts.common import ROOT, VENV_PYTHON, Command, Stop, in_ci, say

#: Tells pytest's closing part what could not be tested (tests/conftest.py shows it).
SKIPPED = "KHORSHOO_TESTS_SKIPPED"
#: pytest's status where the markers choose no test at all.
NOTHING_CHOSEN = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The system's Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def run(markers: str, arguments: list[str]) -> int:
    """Run the tests that `markers` chooses (pytest's -m; empty: all). Returns pytest's status; raises Stop.

    arguments: passed on to pytest.
    """
    programs = postgres.find()
    skipped = []
    if browser() is None:
        skipped.append("BROWSER TESTS: there is no Chromium (Debian: apt-get install chromium)")
    if programs is None:
        skipped.append("POSTGRESQL: there is no PostgreSQL server (Debian: apt-get install postgresql)")
    if skipped and in_ci():
        raise Stop("CI=true allows no gaps. Missing: " + "; ".join(skipped) + ".")
    for line in skipped:
        say(f"\n*** NOT TESTED: {line} ***\n")
    environment.check_before()
    environment.set_up(dev=True)
    env = os.environ | {SKIPPED: "\n".join(skipped)}
    env.pop("KHORSHOO_DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)

    say("\nAll tests on SQLite")
    code = _pytest(markers, arguments, env)
    if code or programs is None:
        return code
    say("\nAll but the browser tests on PostgreSQL")
    without_browser = f"({markers}) and not browser" if markers else "not browser"
    with postgres.running(programs) as address:
        return _pytest(without_browser, arguments, env | {"KHORSHOO_DATABASE_URL": address})


def _pytest(markers: str, arguments: list[str], env: dict[str, str]) -> int:
    command: Command = [
        VENV_PYTHON,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-m",
        markers,
        *arguments,
    ]
    code = subprocess.call(command, cwd=ROOT, env=env)
    return 0 if code == NOTHING_CHOSEN else code
