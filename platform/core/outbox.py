"""What must be done after a transaction is committed, written down inside it, so that no commit is forgotten.

A service adds rows; the worker (`manage.py work`) drains them: it gives each kind's rows to the function that
an app has registered in its `outbox_handlers.py`. A row is done only after that function has returned, so
it may be handled twice (after a crash in between), never not at all: handlers must bear that.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.models import OutboxRow

Handler = Callable[[list[OutboxRow]], None]

#: A row that failed this often (with pauses: for ten hours) is set aside until somebody asks for it again.
MAX_ATTEMPTS = 20
#: The pause after a failure doubles from two seconds to this, in seconds.
LONGEST_PAUSE = 3600

logger = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}


def add(
    *, kind: str, obj: models.Model | None = None, key: str = "", payload: dict[str, Any] | None = None
) -> OutboxRow:
    """Write down one thing to do, in the caller's transaction; the worker wakes once it is committed.

    kind:    names the handler.
    obj:     what it is about: kept as key "app_label.modelname:pk"; or give a `key` of your own.
    payload: more that the handler needs, as JSON.
    Returns the row. Raises RuntimeError outside of a transaction, ValueError for an object without a key.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.add belongs into the transaction that makes the change")
    if obj is not None:
        if obj.pk is None:
            raise ValueError(f"{obj!r} has no primary key: add it to the outbox before it is deleted")
        key = f"{obj._meta.label_lower}:{obj.pk}"
    row = OutboxRow.objects.create(kind=kind, key=key, payload=payload or {})
    transaction.on_commit(nudge, robust=True)
    return row


def add_many(*, kind: str, keys: Iterable[str]) -> None:
    """The same for many objects, by their keys ("app_label.modelname:pk"), in few queries."""
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.add_many belongs into the transaction that makes the change")
    OutboxRow.objects.bulk_create([OutboxRow(kind=kind, key=key) for key in keys], batch_size=1_000)
    transaction.on_commit(nudge, robust=True)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function for a kind. It gets a batch of rows in order; it raises to have them again."""

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"two outbox handlers for {kind!r}")
        _handlers[kind] = function
        return function

    return register


def nudge() -> None:
    """Wake the worker on this machine at once; elsewhere it looks each second anyway."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    (settings.DATA_DIR / "worker.nudge").touch()


def waiting() -> QuerySet[OutboxRow]:
    """Rows that may be handled now. Kinds without a handler wait until their app is switched on again."""
    return OutboxRow.objects.filter(
        status=OutboxRow.Status.PENDING, available_at__lte=timezone.now(), kind__in=list(_handlers)
    )


def drain(limit: int = 500) -> int:
    """Handle what is waiting, at most `limit` rows of each kind, in the order in which they were written.

    Returns how many rows were done. Handlers' errors are logged and kept with the row, never raised.
    """
    kinds = list(waiting().order_by().values_list("kind", flat=True).distinct())
    return sum(_drain_kind(kind, limit) for kind in sorted(kinds))


def _drain_kind(kind: str, limit: int) -> int:
    with _taken(waiting().filter(kind=kind).order_by("pk"), limit) as rows:
        return _handle(kind, rows) if rows else 0


def _handle(kind: str, rows: list[OutboxRow]) -> int:
    """How many were done. A batch that fails is halved: one poisoned row does not hold up the others."""
    error = _attempt(kind, rows)
    if error is None:
        return len(rows)
    if len(rows) == 1:
        _put_off(rows[0], error)
        return 0
    middle = len(rows) // 2
    return _handle(kind, rows[:middle]) + _handle(kind, rows[middle:])


@contextmanager
def _taken(rows: QuerySet[OutboxRow], limit: int) -> Iterator[list[OutboxRow]]:
    """The first rows, locked where the database can lock rows, so that workers share the load.

    SQLite would lock everything for as long as the handlers work; there, one worker runs (`manage.py work`).
    """
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            yield list(rows.select_for_update(skip_locked=True)[:limit])
    else:
        yield list(rows[:limit])


def _attempt(kind: str, rows: list[OutboxRow]) -> Exception | None:
    """Handle the rows and mark them done; what the handler raised, or None."""
    try:
        if connection.in_atomic_block:
            with transaction.atomic():  # its failed query must not spoil the transaction that holds the rows
                _handlers[kind](rows)
        else:
            _handlers[kind](rows)
    except Exception as error:  # whatever it is, it is kept with the row
        return error
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=OutboxRow.Status.DONE, last_error=""
    )
    return None


def _put_off(row: OutboxRow, error: Exception) -> None:
    """Keep the error; try again after a pause that doubles, or set the row aside."""
    logger.warning("outbox: %s failed, attempt %d", row, row.attempts + 1, exc_info=error)
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.available_at = timezone.now() + timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE))
    if row.attempts >= MAX_ATTEMPTS:
        row.status = OutboxRow.Status.FAILED
        logger.error("outbox: %s set aside after %d attempts", row, row.attempts)
    row.save(update_fields=["attempts", "last_error", "available_at", "status"])
