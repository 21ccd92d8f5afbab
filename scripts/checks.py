"""`make check`: everything that can be said about the code without running the tests."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.common import ROOT, VENV, VENV_PYTHON, say


@dataclass(frozen=True)
class Check:
    """One call of a tool with the environment's Python."""

    headline: str
    command: tuple[str, ...]
    mend: str = ""


CHECKS = (
    Check("Types", ("-m", "mypy")),
    Check("Form of the code", ("-m", "ruff", "format", "--check", "."), "make format"),
    Check("Lint", ("-m", "ruff", "check", "."), "make format mends the simple ones"),
    Check(
        "Import walls", (str(VENV / "bin" / "lint-imports"), "--no-cache"), "see design: who may import whom"
    ),
    Check(
        "Form of the templates", ("-m", "djhtml", "--tabwidth", "2", "--check", "templates"), "make format"
    ),
    Check("Lint of the templates", ("-m", "scripts.templates")),
    Check("Django's own checks", ("manage.py", "check")),
    Check("Migrations", ("manage.py", "makemigrations", "--check", "--dry-run"), "manage.py makemigrations"),
    Check("Translations", ("-m", "scripts.translations"), "make messages, then translate"),
    Check("Secrets and forbidden texts", ("-m", "scripts.forbidden")),
)


def run(names: list[str]) -> int:
    """Run all checks (or those whose headline contains one of `names`), two at a time; then say which failed.

    Returns the exit status.
    """
    chosen = [
        check for check in CHECKS if not names or any(n.lower() in check.headline.lower() for n in names)
    ]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONWARNINGS": "ignore"}

    def call(check: Check) -> tuple[Check, subprocess.CompletedProcess[str], float]:
        began = time.monotonic()
        done = subprocess.run(
            [VENV_PYTHON, *check.command],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        return check, done, time.monotonic() - began

    failed = []
    with ThreadPoolExecutor(2) as pool:
        for check, done, seconds in pool.map(call, chosen):
            good = done.returncode == 0
            say(f"{'ok  ' if good else 'FAIL'}  {check.headline}  ({seconds:.0f} s)")
            if not good:
                failed.append(check)
                say("      " + done.stdout.strip().replace("\n", "\n      "))
                if check.mend:
                    say(f"      -> {check.mend}")
            elif "NOT CHECKED" in done.stdout:
                say(f"      *** {done.stdout.strip()} ***")
    if failed:
        print(f"\n{len(failed)} of {len(chosen)} checks failed:", file=sys.stderr)
        print("\n".join(f"  {check.headline}" for check in failed), file=sys.stderr)
        return 1
    say(f"\nAll {len(chosen)} checks passed.")
    return 0
