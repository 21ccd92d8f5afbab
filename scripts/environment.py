"""The environment in .venv: made once, brought up to date when the locked requirements change."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts.common import ROOT, VENV, VENV_PYTHON, Stop, require_writable, run_quietly, say

STAMP = VENV / "khorshoo.json"


def check_before(*folders: Path) -> None:
    """Everything that would stop a set-up half-way, asked before it begins. Raises Stop.

    folders: further folders that must be writable.
    """
    if not is_current(dev=False):
        require_writable(ROOT)
        if not shutil.which("uv") and not _can_make_environments():
            raise Stop(
                "This Python has no venv module: install it (on Debian and Ubuntu as root: "
                "apt-get install python3-venv) and run the same command again."
            )
    for folder in folders:
        require_writable(folder)


def is_current(*, dev: bool) -> bool:
    """Whether .venv already holds exactly what the locked requirements say."""
    stamp = _read_stamp()
    return _usable() and stamp.get("dev" if dev else "base") == fingerprint(dev=dev)


def fingerprint(*, dev: bool) -> str:
    """Changes with the locked requirements, the build section, the Python in use and the folder's place."""
    digest = hashlib.sha256(f"{platform.python_version()} {ROOT}".encode())
    for name in ("base.txt", "dev.txt") if dev else ("base.txt",):
        digest.update((ROOT / "requirements" / name).read_bytes())
    return digest.hexdigest()


def set_up(*, dev: bool) -> None:
    """Make or complete .venv, with the test tools where `dev`. Raises Stop with a plain sentence."""
    if is_current(dev=dev):
        return
    began = time.monotonic()
    stamp = _read_stamp()
    made_for = {"python": platform.python_version(), "root": str(ROOT)}
    if not _usable() or {key: stamp.get(key) for key in made_for} != made_for:
        _make()
        stamp = made_for
        _write_stamp(stamp)  # an interrupted installation goes on where it was
    name = "dev" if dev else "base"
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    count = sum("==" in line and not line.startswith((" ", "#")) for line in lines)
    say(f"Installing {count} packages from requirements/{name}.txt (a minute or two the first time) …")
    install = _installer()
    run_quietly([*install, "--require-hashes", "-r", f"requirements/{name}.txt"])
    run_quietly([*install, "--no-deps", "--no-build-isolation", "-e", "."])
    stamp["base"] = fingerprint(dev=False)
    if dev:
        stamp["dev"] = fingerprint(dev=True)
    _write_stamp(stamp)
    say(f"    done in {time.monotonic() - began:.0f} s")


def add_documents() -> None:
    """What PDF needs (requirements/documents.txt) into .venv, where it is missing. Raises Stop."""
    probe = "import importlib.util as u, sys; sys.exit(u.find_spec('weasyprint') is None)"
    if subprocess.call([VENV_PYTHON, "-c", probe]) == 0:
        return
    say("Installing what PDF needs from requirements/documents.txt …")
    run_quietly([*_installer(), "--require-hashes", "-r", "requirements/documents.txt"])


def _read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_stamp(stamp: dict[str, str]) -> None:
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def _can_make_environments() -> bool:
    """Debian splits ensurepip off into python3-venv: `import venv` alone succeeds and then fails half-way."""
    try:
        import ensurepip  # noqa: F401  # to see whether they are there
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def _usable() -> bool:
    """Whether .venv has a Python that runs."""
    return VENV_PYTHON.exists() and os.access(VENV_PYTHON, os.X_OK)


def _make() -> None:
    """A fresh .venv."""
    say("Making the environment in .venv …")
    if shutil.which("uv"):
        run_quietly(["uv", "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
    else:
        run_quietly([sys.executable, "-m", "venv", "--clear", VENV])


def _installer() -> list[str | Path]:
    """The command that installs into .venv: uv where it is there, else pip."""
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", VENV_PYTHON]
    if subprocess.call(
        [VENV_PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        run_quietly([VENV_PYTHON, "-m", "ensurepip"])
    return [
        *(VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
        *("--progress-bar=off", "--root-user-action=ignore"),
    ]
