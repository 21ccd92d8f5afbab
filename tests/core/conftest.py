"""A copy of the ground floor with a database file of its own, for tests with several processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether the condition came true in that time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@dataclass
class Copy:
    """Processes of one data folder."""

    data: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KHORSHOO_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.core.copy_settings",
            "KHORSHOO_DATA_DIR": str(self.data),
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def python(self, code: str) -> str:
        """Run code in a process of its own; what it printed."""
        begin = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self) -> subprocess.Popen[str]:
        """A worker, once it holds its lock."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.started.append(process)
        return process

    def handled(self) -> list[str]:
        """Keys that the sample handler was given, in order."""
        file = self.data / "handled"
        return file.read_text().split() if file.exists() else []

    def close(self) -> None:
        """End what still runs."""
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.communicate()
        self.started.clear()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database, to be copied."""
    data = tmp_path_factory.mktemp("ground-floor")
    done = Copy(data).manage("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    done = Copy(data).manage("createcachetable")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def copy(migrated: Path, tmp_path: Path) -> Iterator[Copy]:
    """A copy of the ground floor of this test's own."""
    for file in migrated.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    copy = Copy(tmp_path)
    yield copy
    copy.close()
