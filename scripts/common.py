"""What the scripts share: places, plain messages, sub-processes with progress."""

import collections
import contextlib
import os
import pwd
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: A program and its arguments.
Command = Sequence[str | Path]

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"

#: Environment variables that the scripts read, beside those of the settings. The README lists them all.
VARIABLES = (
    "PORT",
    "HOST",
    "KHORSHOO_EDITOR_PASSWORD",
    "CI",
    "KHORSHOO_ELASTICSEARCH_PORT",
    "KHORSHOO_TEST_ELASTICSEARCH",
)

#: How often a long step shows a sign of life, in seconds.
SIGN_OF_LIFE = 2.0


class Stop(Exception):  # noqa: N818 (a sentence, not a failure)
    """Ends the run with one plain sentence that says what to do."""


def say(text: str) -> None:
    """A line for the person at the terminal, at once."""
    print(text, flush=True)


def data_dir() -> Path:
    """Where a running copy keeps everything it writes (KHORSHOO_DATA_DIR, else var/)."""
    return Path(os.environ.get("KHORSHOO_DATA_DIR", "").strip() or ROOT / "var").resolve()


def in_ci() -> bool:
    """Whether this is the automatic run, where nothing may be skipped."""
    return os.environ.get("CI", "").strip().lower() in {"1", "true", "yes", "on"}


def port_from(name: str, default: int) -> int:
    """The port that the environment variable `name` chooses. Raises Stop where it is none."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise Stop(f"{name} is wrong: expected a whole number from 1 to 65535, got {text!r}.")
    return int(text)


def require_writable(folder: Path) -> None:
    """Make `folder` if need be and write into it. Raises Stop where that is refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Stop(
            f"Khorshoo cannot write into {folder} ({error.strerror}): make the folder writable for "
            f"{user_name()}, or copy Khorshoo to a folder of your own."
        ) from error


def user_name() -> str:
    """Who runs this, for messages."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def as_unprivileged(folder: Path, users: Sequence[str], program: str) -> list[str]:
    """What to put before a command of a program that refuses to run as root. Empty where we are no root.

    The folder and all in it become those of the first of `users` that is there. Raises Stop where none is.
    """
    if os.geteuid() != 0:
        return []
    for name in users:
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            for path in (folder, *folder.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
            return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]
    known = " or ".join(repr(name) for name in users)
    raise Stop(f"{program} refuses to run as root and there is no user {known}: run as another user.")


def run_quietly(command: Command, *, env: Mapping[str, str] | None = None) -> None:
    """Run a long command: its latest line every two seconds, all its last lines when it fails.

    Raises Stop when it ends with an error.
    """
    last = collections.deque[str](maxlen=40)
    shown = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=None if env is None else dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None  # noqa: S101 (for the type checker)
    try:
        for line in process.stdout:
            last.append(line.rstrip())
            if line.strip() and time.monotonic() - shown >= SIGN_OF_LIFE:
                say("    " + line.strip()[:100])
                shown = time.monotonic()
        process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        process.stdout.close()
    if process.returncode:
        print("\n".join(last), file=sys.stderr, flush=True)
        raise Stop(f"This step failed (see above): {' '.join(str(part) for part in command)}")
