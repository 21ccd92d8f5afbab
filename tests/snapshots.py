"""States of the database that tests begin from, each made once a run and copied by the workers that need it.

"migrated" is what the migrations leave; "starter" has the starter content as well. A test with `transaction=True` ends
with an empty database: what it began from is copied back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection

#: Set by the first process of a run, read by its workers: a folder of the run's own. Whoever sets it before keeps
#: SQLite's states for the next run, and empties the folder after a change of migrations or starter content.
FOLDER = "KHORSHOO_TEST_SNAPSHOTS"

_current = ""
_ours = False


def begin_run() -> None:
    """In the first process, before workers start."""
    global _ours
    _ours = FOLDER not in os.environ
    if _ours:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="khorshoo-snapshots-")
    _folder().mkdir(parents=True, exist_ok=True)


def end_run() -> None:
    """In the first process: nothing stays behind of what the run made for itself."""
    if _vendor() != "sqlite":
        for file in _folder().glob("postgresql-*"):
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{_stored(file.name.partition("-")[2])}"')
            file.unlink()
    if _ours:
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def set_up() -> None:
    """The test database of this process, migrated; settings and connection lead to it from now on."""
    with alone():
        if not file_of("migrated").exists():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            keep("migrated")
            return
    name = connection.creation._get_test_db_name()
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    put("migrated")


def current() -> str:
    """The state that tests begin from now."""
    return _current


@contextmanager
def alone() -> Iterator[None]:
    """One worker at a time: the others wait for what it makes."""
    with (_folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def file_of(name: str) -> Path:
    """Where a state of SQLite lies; on PostgreSQL the file only says that it is there."""
    return _folder() / f"{_vendor()}-{name}"


def put(name: str) -> None:
    """Make `name` the database's state, whatever it was."""
    connection.close()
    if _vendor() == "sqlite":
        target = Path(_in_use())
        for ending in ("-wal", "-shm"):
            target.with_name(target.name + ending).unlink(missing_ok=True)
        # A new file in its place: a connection that some thread left open keeps the old one to itself.
        half = target.with_name(target.name + ".half")
        shutil.copyfile(file_of(name), half)
        half.replace(target)
    else:
        _copy_postgres(_stored(name), _in_use())
    _now(name)


def keep(name: str) -> None:
    """Keep the database as it is now as `name`."""
    connection.close()
    if _vendor() == "sqlite":
        half = file_of(name).with_suffix(".half")
        with (
            closing(sqlite3.connect(_in_use())) as source,
            closing(sqlite3.connect(half)) as target,
        ):
            source.backup(target)
        half.rename(file_of(name))
    else:
        _copy_postgres(_in_use(), _stored(name))
        file_of(name).touch()
    _now(name)


def use(name: str, make: Callable[[], None]) -> None:
    """Let the database be in this state; `make` leads to it from "migrated" where no worker has been there yet."""
    if _current == name:
        return
    with alone():
        if not file_of(name).exists():
            put("migrated")
            make()
            keep(name)
            return
    put(name)


def again() -> None:
    """Copy back what the database was; nothing where the test database is gone."""
    if _current:
        put(_current)


def forget() -> None:
    """The test database is about to go."""
    global _current
    _current = ""
    connection.close()
    if _vendor() != "sqlite":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_in_use()}" WITH (FORCE)')


def _now(name: str) -> None:
    global _current
    _current = name
    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()


def _folder() -> Path:
    return Path(os.environ[FOLDER])


def _vendor() -> str:
    return connection.vendor


def _in_use() -> str:
    return str(connection.settings_dict["NAME"])


def _stored(name: str) -> str:
    return f"{_folder().name}-{name}"


def _copy_postgres(source: str, target: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy')
