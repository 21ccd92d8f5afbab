"""What must be done after a transaction is committed, written down inside it. (First form.)"""

from collections.abc import Callable
from typing import Any

from django.db import models

Handler = Callable[[list[Any]], None]


def add(
    *, kind: str, obj: models.Model | None = None, key: str = "", payload: dict[str, Any] | None = None
) -> Any:
    """Write down one thing to do."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register a function for a kind."""

    def register(function: Handler) -> Handler:
        return function

    return register


def drain(limit: int = 500) -> int:
    """Do what is waiting; how many rows were done."""
    return 0


def nudge() -> None:
    """Wake the worker."""
