"""`make elasticsearch` and `make elasticsearch-stop`: a server in the background that keeps its data."""

import contextlib
import os
import signal
import time
from pathlib import Path

from scripts import elasticsearch
from scripts.common import port_from, say
from scripts.serve import require_free

PORT = "KHORSHOO_ELASTICSEARCH_PORT"


def start() -> int:
    """Get the distribution if need be, start the server, wait until it is healthy, say where it is.

    Returns the exit status. Raises Stop.
    """
    began = time.monotonic()
    port, folder, note = _places()
    if _running(note) is not None:
        say(_how("Elasticsearch is already running", port, note))
        return 0
    require_free("127.0.0.1", port, choose=f"{PORT}=9201 make elasticsearch")
    home = elasticsearch.install()
    folder.mkdir(parents=True, exist_ok=True)
    say("Starting Elasticsearch (10 to 20 s) …")
    server = elasticsearch.Server(home, folder, port=port)
    server.start()
    note.write_text(f"{server.process_id}\n", encoding="ascii")
    say(_how(f"Elasticsearch is ready after {time.monotonic() - began:.0f} s", port, note))
    return 0


def stop() -> int:
    """End the server that `start` started; its data stays. Returns the exit status."""
    port, _folder, note = _places()
    process = _running(note)
    if process is None:
        say(f"No Elasticsearch of ours is running at port {port}.")
    else:
        elasticsearch.end_group(process, signal.SIGTERM)
        say("Elasticsearch has ended.")
    note.unlink(missing_ok=True)
    return 0


def _places() -> tuple[int, Path, Path]:
    """The port, the server's folder, and the file with its process."""
    port = port_from(PORT, 9200)
    folder = elasticsearch.cache() / f"elasticsearch-at-{port}"
    return port, folder, folder.with_suffix(".pid")


def _running(note: Path) -> int | None:
    """The process that `note` names, if it is still a server of ours: numbers are given out again."""
    with contextlib.suppress(OSError, ValueError):
        process = int(note.read_text(encoding="ascii"))
        os.kill(process, 0)
        line = Path(f"/proc/{process}/cmdline")
        if not line.exists() or b"elasticsearch" in line.read_bytes():
            return process
    return None


def _how(beginning: str, port: int, note: Path) -> str:
    chosen = f"{PORT}={port} " if port != 9200 else ""
    return (
        f"\n{beginning}: http://127.0.0.1:{port}\n"
        f"  Process {note.read_text(encoding='ascii').strip()}, data in {note.with_suffix('')}\n"
        f"  To end it: {chosen}make elasticsearch-stop\n"
    )
