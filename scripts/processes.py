"""The running site as a whole: started, waited for, ended."""

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
from types import TracebackType
from typing import Self

from scripts.common import ROOT, VENV_PYTHON, Stop

#: How long the processes may take to end by themselves, in seconds.
PATIENCE = 10.0
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (only compared with)


class Site:
    """`manage.py serve` as a context: on leaving it, web server, worker and all they started have ended."""

    def __init__(self, host: str, port: int, env: Mapping[str, str]) -> None:
        """host, port: where to listen; env: of the processes, with the settings of this copy."""
        shown = "127.0.0.1" if host in EVERYWHERE else host
        self.address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._env = dict(env)
        self._arguments = ["manage.py", "serve", "--bind", bind]
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [VENV_PYTHON, *self._arguments],
            cwd=ROOT,
            env=self._env,
            start_new_session=True,  # a group of its own, to end it as a whole
            preexec_fn=end_with_parent,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        """Return when /healthz answers 200. Raises Stop when the site ends or time runs out."""
        until = time.monotonic() + seconds
        # No proxy: this is our own machine, whatever the environment says.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < until:
            self._require_it()
            with contextlib.suppress(OSError, urllib.error.URLError):
                with opener.open(self.address + "/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            time.sleep(0.1)
        raise Stop(f"The site does not answer at {self.address}/healthz after {seconds:.0f} s.")

    def watch(self) -> None:
        """Return never by itself. Raises Stop when the site ends."""
        while True:
            self._require_it()
            time.sleep(0.5)

    @property
    def process_id(self) -> int:
        """Of the process whose children the web server and the worker are."""
        return self._process.pid

    def end(self) -> None:
        """End all processes; kill what has not ended after `PATIENCE` seconds."""
        _signal_group(self._process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        _signal_group(self._process, signal.SIGKILL)  # also what it left behind in its group
        self._process.wait()

    def _require_it(self) -> None:
        if self._process.poll() is not None:
            raise Stop(
                f"Everything was ended because the site ended by itself (status {self._process.returncode}): "
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
