"""What other rooms may ask of search, and what search writes."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from core import outbox
from search import editors
from search.indexer import KIND
from search.models import MissedQuery

#: How long a query without result is kept.
KEPT = dt.timedelta(days=90)
#: More different ones than this are not kept, so that nobody can fill the table.
MOST = 5_000


def reindex(obj: models.Model) -> None:
    """Bring this object's documents up to date, or take them out where it is gone or not public.

    Belongs into the transaction that changes the object. Raises RuntimeError outside of one.
    """
    outbox.add(kind=KIND, obj=obj)


@transaction.atomic
def reindex_for_editors(*, pk: int) -> None:
    """Bring the page of this key up to date in the editors' index, which has drafts too."""
    outbox.add(kind=editors.KIND, key=str(pk))


@transaction.atomic
def note_missed(*, text: str, language: str) -> None:
    """Count a query without result. text: as understood, at most 200 characters; nothing about who asked."""
    text = text.lower()
    changed = MissedQuery.objects.filter(text=text, language=language).update(
        count=F("count") + 1, last_seen=timezone.now()
    )
    if not changed and MissedQuery.objects.count() < MOST:
        MissedQuery.objects.get_or_create(
            text=text, language=language, defaults={"last_seen": timezone.now()}
        )


@transaction.atomic
def forget_missed_queries() -> int:
    """Delete those that nobody asked for a while. Returns how many."""
    deleted, _by_model = MissedQuery.objects.filter(last_seen__lt=timezone.now() - KEPT).delete()
    return deleted
