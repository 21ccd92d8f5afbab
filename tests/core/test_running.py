"""The parts of the running site end together, whichever way it comes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.common import ROOT

PART = """
import os, signal, sys, time
from core import running

def part(name, seconds=60, code=0, deaf=False):
    def run():
        signal.signal(signal.SIGTERM, signal.SIG_IGN if deaf else signal.SIG_DFL)
        open(os.path.join(sys.argv[1], name), "w").write(str(os.getpid()))
        time.sleep(seconds)
        sys.exit(code)
    return run
"""


def started(code: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PART + code, str(folder)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )


def pid_of(name: str, folder: Path) -> int:
    until = time.monotonic() + 20
    note = folder / name
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < until, f"{name} never began"
        time.sleep(0.02)
    return int(note.read_text())


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


BOTH = "sys.exit(running.together({'a': part('a'), 'b': part('b')}))"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_all_end(number: signal.Signals, tmp_path: Path) -> None:
    site = started(BOTH, tmp_path)
    pids = [pid_of("a", tmp_path), pid_of("b", tmp_path)]
    site.send_signal(number)
    site.communicate(timeout=10)
    assert site.returncode == 0
    assert all(map(is_gone, pids))


def test_where_one_is_killed_it_is_named_and_the_other_ends(tmp_path: Path) -> None:
    site = started(BOTH, tmp_path)
    first, second = pid_of("a", tmp_path), pid_of("b", tmp_path)
    os.kill(second, signal.SIGKILL)
    _out, told = site.communicate(timeout=10)
    assert site.returncode == 1
    assert "b ended by itself (status -9)" in told
    assert is_gone(first)


def test_a_part_that_fails_shows_why(tmp_path: Path) -> None:
    site = started("sys.exit(running.together({'a': part('a'), 'b': lambda: 1 / 0}))", tmp_path)
    _out, told = site.communicate(timeout=10)
    assert "ZeroDivisionError" in told
    assert "b ended by itself (status 1)" in told


def test_who_does_not_end_is_killed(tmp_path: Path) -> None:
    code = "running.PATIENCE = 0.3\nsys.exit(running.together({'a': part('a', deaf=True), 'b': part('b', 0, 5)}))"
    site = started(code, tmp_path)
    deaf = pid_of("a", tmp_path)
    _out, told = site.communicate(timeout=10)
    assert "b ended by itself (status 5)" in told
    assert is_gone(deaf)
