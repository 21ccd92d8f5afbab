"""A copy of the ground floor with a database file of its own, for tests with several processes."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
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
    database: str = ""  # an address; none: the file that SQLite has in the folder
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KHORSHOO_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.core.copy_settings",
            "KHORSHOO_DATA_DIR": str(self.data),
            "KHORSHOO_DATABASE_URL": self.database,
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py to its end."""
        return self._run("manage.py", *arguments)

    def python(self, code: str) -> str:
        """Run code in a process of its own; what it printed."""
        begin = "import django; django.setup()\n"
        done = self._run("-c", begin + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def worker(self) -> subprocess.Popen[str]:
        """A worker, once it holds its lock."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
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


def new_database(template: str = "template0") -> str:
    """On PostgreSQL, the address of a new database, a copy of `template`; "" on SQLite."""
    address = os.environ.get("KHORSHOO_DATABASE_URL", "")
    if not address.startswith("postgres"):
        return ""
    name = f"ground_{secrets.token_hex(6)}"
    base, _slash, rest = address.rpartition("/")
    _name, question, options = rest.partition("?")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{base}/{name}{question}{options}"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A migrated ground floor, to be copied."""
    copy = Copy(tmp_path_factory.mktemp("ground-floor"), new_database())
    for command in (["migrate", "--verbosity=0"], ["createcachetable"]):
        done = copy.manage(*command)
        assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture
def copy(migrated: Copy, tmp_path: Path) -> Iterator[Copy]:
    """A copy of the ground floor of this test's own."""
    for file in migrated.data.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    template = migrated.database.rpartition("/")[2].partition("?")[0]
    copy = Copy(tmp_path, new_database(template) if template else "")
    yield copy
    copy.close()
