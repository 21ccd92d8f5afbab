"""The database itself refuses to change or delete what is in the log, whoever asks.

Laid down after every migration, as SQLite forgets triggers whenever it rebuilds a table. People and organizations
that are gone may be taken out of an entry; what it says may not change. SQLite lets rows be deleted: its tests empty
tables that way. PostgreSQL, which production runs on, does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

_COLUMNS = "action, version, data, at, helped"

_SQLITE = [
    "DROP TRIGGER IF EXISTS accounts_change_fixed",
    (
        f"CREATE TRIGGER accounts_change_fixed BEFORE UPDATE OF {_COLUMNS} ON accounts_change "
        "BEGIN SELECT RAISE(ABORT, 'the log cannot be changed'); END"
    ),
]
_POSTGRES = [
    (
        "CREATE OR REPLACE FUNCTION accounts_change_fixed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log cannot be changed'; END $$"
    ),
    "DROP TRIGGER IF EXISTS accounts_change_fixed ON accounts_change",
    (
        f"CREATE TRIGGER accounts_change_fixed BEFORE UPDATE OF {_COLUMNS} ON accounts_change "
        "FOR EACH ROW EXECUTE FUNCTION accounts_change_fixed()"
    ),
    "DROP TRIGGER IF EXISTS accounts_change_kept ON accounts_change",
    (
        "CREATE TRIGGER accounts_change_kept BEFORE DELETE ON accounts_change "
        "FOR EACH ROW EXECUTE FUNCTION accounts_change_fixed()"
    ),
]


def lay(using: str = "default", **kwargs: Any) -> None:
    """Make the triggers anew, where the table is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "accounts_change" not in connection.introspection.table_names(cursor):
            return
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without the triggers, for samples that are taken away again (local settings only)."""
    connection = connections[using]
    names = ["accounts_change_fixed"] + (
        ["accounts_change_kept"] if connection.vendor == "postgresql" else []
    )
    with connection.cursor() as cursor:
        for name in names:
            on = " ON accounts_change" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
    try:
        yield
    finally:
        lay(using)
