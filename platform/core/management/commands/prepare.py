"""Bring a copy up to date in one process: database, content, people, search index, static files.

What is current already is skipped, so that a second start takes seconds.
"""

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core import page_cache

#: A long step shows a sign of life at most this often, in seconds.
SIGN_OF_LIFE = 2.0


class Latest(io.TextIOBase):
    """A stream that passes on its latest whole line, at most one every `SIGN_OF_LIFE` seconds."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._rest = ""
        self._shown = time.monotonic()

    def write(self, text: str) -> int:
        """Take `text`; show its last whole line if it is time."""
        *lines, self._rest = (self._rest + text).split("\n")
        lines = [line.strip() for line in lines if line.strip()]
        if lines and time.monotonic() - self._shown >= SIGN_OF_LIFE:
            self._say(f"    {lines[-1][:100]}")
            self._shown = time.monotonic()
        return len(text)


class Command(BaseCommand):
    """`manage.py prepare`: run by `make run`, by hand after a change of the code."""

    help = "Brings database, starter content, first people, search index and static files up to date."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--without-people`: for copies whose people come from elsewhere."""
        parser.add_argument("--without-people", action="store_true", help="make no editor and no moderator")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every step in order; each says how long it took when that was long enough to notice."""
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with self._step("Database"):
            self._migrate()
        with self._step("Starter content"):
            call_command("load_starter", stdout=self._progress())
        if settings.DIRECTORY:
            with self._step("Directory"):
                call_command("load_directory", stdout=self._progress())
        if not options["without_people"]:
            with self._step("First people"):
                password_file = settings.DATA_DIR / "editor-password"
                call_command("make_people", password_file=password_file, stdout=self._progress())
        with self._step("Search index"):
            call_command("rebuild_index", if_needed=True, stdout=self._progress())
        with self._step("Static files"):
            self._collect_static()
        # Pages of older templates, which lead to older static files, are not served again.
        with transaction.atomic():
            page_cache.raise_version()

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"{name} …")
        self.stdout.flush()
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        if seconds >= 1:
            self.stdout.write(f"    done in {seconds:.0f} s")

    def _progress(self) -> Latest:
        def say(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        return Latest(say)

    def _migrate(self) -> None:
        """Migrate where there is something to migrate: Wagtail's post-migrate work alone takes a second.

        Raises CommandError where the database can't be reached.
        """
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            why = " ".join(str(error).split())
            raise CommandError(
                f"The database lets nobody in: check KHORSHOO_DATABASE_URL, and that its server runs. ({why})"
            ) from None
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, database=DEFAULT_DB_ALIAS, stdout=self._progress())
        call_command("createcachetable", stdout=self._progress())

    def _collect_static(self) -> None:
        """Collect where a file was added, changed or taken away since the last time."""
        stamp = Path(settings.STATIC_ROOT) / "collected.sha256"
        fingerprint = _static_fingerprint()
        if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=2, stdout=self._progress())
        stamp.write_text(fingerprint, encoding="ascii")


def _static_fingerprint() -> str:
    """Changes with the path, size or time of any static file, and with how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
