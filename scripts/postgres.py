"""A PostgreSQL of our own for tests: in a temporary folder, as an unprivileged user, gone afterwards."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from scripts.common import Command, Stop, as_unprivileged

#: Nothing here survives a power cut, and need not.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=50",
)


def find() -> Path | None:
    """The folder of PostgreSQL's programs, the newest where there are several; None where there is none."""
    folders = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdecimal() else 0,
        reverse=True,
    )
    return next(
        (folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


@contextlib.contextmanager
def running(programs: Path) -> Iterator[str]:
    """A running server; gives its address as KHORSHOO_DATABASE_URL takes it.

    Raises Stop where it doesn't start.
    """
    folder = Path(tempfile.mkdtemp(prefix="khorshoo-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        as_user = as_unprivileged(folder, ("postgres", "nobody"), "PostgreSQL")
        data, log = folder / "data", folder / "log"
        initdb: Command = [
            *as_user,
            programs / "initdb",
            f"--pgdata={data}",
            "--username=khorshoo",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",  # Cyrillic letters have no upper case in the plain C locale
            "--no-sync",
        ]
        made = subprocess.run(initdb, cwd=folder, capture_output=True, text=True)
        if made.returncode:
            raise Stop(f"PostgreSQL could not make a database for the tests: {made.stderr.strip()}")
        settings = [part for setting in FAST for part in ("-c", setting)]
        with log.open("wb") as out:
            server = subprocess.Popen(
                [*as_user, programs / "postgres", "-D", data, "-k", folder, *settings],
                cwd=folder,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C must reach the tests first, the server after them
            )
        _wait(programs, folder, server, log)
        yield f"postgres://khorshoo@{quote(str(folder), safe='')}/postgres"
    finally:
        if server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGQUIT)  # at once: nothing is worth keeping
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        ready = subprocess.call([programs / "pg_isready", "-q", "-h", folder, "-d", "postgres"])
        if ready == 0:
            return
        time.sleep(0.1)
    raise Stop(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
