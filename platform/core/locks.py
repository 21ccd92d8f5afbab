"""Locks between processes of one machine, held by an open file: a killed process leaves none behind."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(path: Path, wait: float = 0.0) -> Iterator[bool]:
    """Hold the lock of the file `path` (made if need be); gives whether it was had within `wait` seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    yield False
                    return
                time.sleep(0.02)
            else:
                yield True  # closing the file gives the lock back
                return
