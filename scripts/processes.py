"""The running site: the web server and the worker, started and ended together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts.common import ROOT, VENV_PYTHON, Stop

#: How long the processes may take to end by themselves, in seconds.
PATIENCE = 10.0
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (only compared with)
MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes unguessable names in it)


class Site:
    """gunicorn and `manage.py work` as a context: on leaving it, both and all they started have ended."""

    def __init__(self, host: str, port: int, env: Mapping[str, str], *, workers: int = 2) -> None:
        """host, port: where to listen; env: of the processes, with the settings of this copy."""
        shown = "127.0.0.1" if host in EVERYWHERE else host
        self.address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._env = dict(env)
        self._commands = {
            "the web server": [
                *("-m", "gunicorn", "config.wsgi", "--bind", bind, "--worker-class", "gthread"),
                *("--workers", str(workers), "--threads", "4", "--preload", "--log-level", "warning"),
                *("--graceful-timeout", "5"),
                # Our own guard answers what is too long, in the reader's language.
                *("--limit-request-line", "0"),
                # In memory where there is such a thing: heart-beats on a slow disk kill healthy workers.
                *(("--worker-tmp-dir", str(MEMORY)) if MEMORY.is_dir() else ()),
            ],
            "the worker": ["manage.py", "work"],
        }
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        try:
            for name, arguments in self._commands.items():
                self._children[name] = subprocess.Popen(
                    [VENV_PYTHON, *arguments],
                    cwd=ROOT,
                    env=self._env,
                    start_new_session=True,  # a group of its own, to end it as a whole
                    preexec_fn=end_with_parent,
                )
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        """Return when /healthz answers 200. Raises Stop when a process ends or time runs out."""
        until = time.monotonic() + seconds
        # No proxy: this is our own machine, whatever the environment says.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < until:
            self._require_all()
            with contextlib.suppress(OSError, urllib.error.URLError):
                with opener.open(self.address + "/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            time.sleep(0.1)
        raise Stop(f"The site does not answer at {self.address}/healthz after {seconds:.0f} s.")

    def watch(self) -> None:
        """Return never by itself. Raises Stop when one of the processes ends."""
        while True:
            self._require_all()
            time.sleep(0.5)

    def process_ids(self) -> dict[str, int]:
        """The process of each part by name, for tests that kill one."""
        return {name: child.pid for name, child in self._children.items()}

    def end(self) -> None:
        """End both processes and all they started; kill what has not ended after `PATIENCE` seconds."""
        for child in self._children.values():
            _signal_group(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for child in self._children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))
            _signal_group(child, signal.SIGKILL)  # also what the child left behind in its group
            child.wait()

    def _require_all(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None:
                raise Stop(
                    f"Everything was ended because {name} ended by itself (status {child.returncode}): "
                    "the lines above say why."
                )


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def end_with_parent() -> None:
    """From now on SIGTERM reaches this process when its parent is gone, even by kill -9 (Linux)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
