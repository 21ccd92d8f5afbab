"""What other rooms may ask of search."""

from __future__ import annotations

from django.db import models

from core import outbox


def reindex(obj: models.Model) -> None:
    """Bring this object's documents up to date, or take them out where it is gone or not public.

    Belongs into the transaction that changes the object. Raises RuntimeError outside of one.
    """
    outbox.add(kind="index", obj=obj)
