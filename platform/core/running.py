"""The parts of the running site: processes forked from one that has loaded the code, whose memory they share."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping
from types import FrameType

#: How long the others may take to end once one has ended, in seconds.
PATIENCE = 8.0
ENDING = (signal.SIGTERM, signal.SIGINT)

logger = logging.getLogger(__name__)


def together(parts: Mapping[str, Callable[[], object]]) -> int:
    """Run each part in a process of its own, by name, until SIGTERM or SIGINT or until one of them ends: then end all.

    Returns 0 if they were told to end, 1 if one ended by itself (it is named in the log).
    """
    told = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True
        _signal_all(running, signal.SIGTERM)

    # A signal that comes meanwhile waits until it is known whom it is for.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    running = {_fork(part): name for name, part in parts.items()}
    for number in ENDING:
        signal.signal(number, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    pid, status = os.wait()
    name = running.pop(pid)
    if not told:
        logger.error("%s ended by itself (status %d)", name, os.waitstatus_to_exitcode(status))
        _signal_all(running, signal.SIGTERM)
    _wait(running, PATIENCE)
    _signal_all(running, signal.SIGKILL)
    _wait(running, PATIENCE)
    return 0 if told else 1


def _wait(running: dict[int, str], seconds: float) -> None:
    until = time.monotonic() + seconds
    while running and time.monotonic() < until:
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid:
            running.pop(pid)
        else:
            time.sleep(0.05)


def _fork(part: Callable[[], object]) -> int:
    """The process that runs the part and nothing else."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        part()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            logger.error(end.code)
    except BaseException:
        logger.exception("a part of the site failed")
    finally:
        os._exit(code)


def _signal_all(pids: Mapping[int, str], number: signal.Signals) -> None:
    for pid in list(pids):
        with contextlib.suppress(ProcessLookupError):  # a signal came just when it was waited for
            os.kill(pid, number)
