"""`make run` for real, twice over one folder: it serves, ends cleanly and loses nothing."""

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import serve
from scripts.common import ROOT, VENV_PYTHON

pytestmark = pytest.mark.slow


def clean_environment(data: Path) -> dict[str, str]:
    ours = ("KHORSHOO_", "DJANGO_", "MAKE")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return env | {"KHORSHOO_DATA_DIR": str(data)}


@contextmanager
def make_run(data: Path, end_with: signal.Signals) -> Iterator[tuple[str, Path]]:
    """`make run`, up and answering: its address and the file with what it prints. Ended with the signal."""
    port = serve.free_port()
    printed = data.parent / f"printed-{port}"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=clean_environment(data) | {"PORT": str(port)},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Whoever runs the tests in the background has them ignore Ctrl-C, and all that they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 300
            while "Ctrl-C ends it" not in printed.read_text():
                assert process.poll() is None, printed.read_text()
                assert time.monotonic() < until, printed.read_text()
                time.sleep(0.1)
            yield address, printed
        finally:
            # Ctrl-C reaches the whole foreground group, SIGTERM make alone.
            if end_with == signal.SIGINT:
                os.killpg(process.pid, end_with)
            else:
                process.send_signal(end_with)
            process.wait(30)


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def assert_gone(address: str, data: Path) -> None:
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address + "/healthz", timeout=2)
    ours = f"KHORSHOO_DATA_DIR={data}".encode()
    left = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if ours in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != os.getpid():
                left.append((folder / "cmdline").read_bytes().replace(b"\0", b" "))
        except OSError:
            continue
    assert left == []


def test_run_twice(tmp_path: Path) -> None:
    data = tmp_path / "var"
    with make_run(data, signal.SIGINT) as (address, printed):
        text = printed.read_text()
        assert f": {address}/\n" in text
        for name in ("editor", "moderator", "administrator"):
            assert f"{name}@khorshoo.example" in text
        password = re.search(r"Password of all three: (\S+)", text)
        assert password
        assert len(password[1]) >= 10
        assert "<h1" in read(address + "/mn/")
        assert "<h1" in read(address + "/en/")
    time.sleep(1)
    assert_gone(address, data)

    # An editor changes the title of the home page.
    code = (
        "from content.models import HomePage\n"
        "page = HomePage.objects.get(locale__language_code='mn')\n"
        "page.title = 'Шинэ гарчиг 4711'\n"
        "page.save_revision().publish()\n"
    )
    shell = [VENV_PYTHON, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(shell, cwd=ROOT, env=clean_environment(data), check=True)

    began = time.monotonic()
    with make_run(data, signal.SIGTERM) as (address, printed):
        seconds = time.monotonic() - began
        assert password[1] in printed.read_text()
        assert "Шинэ гарчиг 4711" in read(address + "/mn/")
    assert seconds < 20  # a few seconds on a quiet machine
    time.sleep(1)
    assert_gone(address, data)
