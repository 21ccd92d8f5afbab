"""What other rooms may ask of search, and what search writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from core import outbox, page_cache
from search import editors, indexer
from search.models import GuideWish, IndexCheck, Pin, QueryCount, SynonymSet
from search.understanding import MOST_CHARACTERS

if TYPE_CHECKING:
    from search.synonym_file import Row

#: How long a query is kept after it was asked last.
KEPT = dt.timedelta(days=90)
#: More different ones than this are not kept, so that nobody can fill the table; each night brings it down to `ROOM`
#: (of what was asked once, the oldest go first).
MOST, ROOM = 20_000, 15_000
#: For so long a count waits for the database, in milliseconds; then it is lost.
PATIENCE_MS = 200
#: What may be somebody's address, telephone or register number is not kept.
_PERSONAL = re.compile(r"@|\d(?:[ -]?\d){5}")


def reindex(obj: models.Model) -> None:
    """Bring this object's documents up to date, or take them out where it is gone or not public.

    Belongs into the transaction that changes the object. Raises RuntimeError outside of one.
    """
    outbox.add(kind=indexer.KIND, obj=obj)


@transaction.atomic
def reindex_for_editors(*, pk: int) -> None:
    """Bring the page of this key up to date in the editors' index, which has drafts too."""
    outbox.add(kind=editors.KIND, key=str(pk))


# What is asked


@contextmanager
def _impatient() -> Iterator[None]:
    """A transaction that gives up soon where the database is busy (SQLite otherwise waits for 20 seconds).

    Raises OperationalError then.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")


def note_search(*, text: str, language: str, found: bool) -> None:
    """Count a query. text: as understood, at most 200 characters; nothing about who asked.

    Raises OperationalError where the database is busy: counts are not worth waiting for.
    """
    text = text.lower()[:MOST_CHARACTERS]  # small letters may be more than the capitals were
    if not text or _PERSONAL.search(text):
        return
    more = {"count": F("count") + 1, "last_seen": timezone.now()}
    if not found:
        more["without_result"] = F("without_result") + 1
    with _impatient():
        rows = QueryCount.objects.filter(text=text, language=language)
        if not rows.update(**more) and QueryCount.objects.count() < MOST:
            QueryCount.objects.get_or_create(
                text=text, language=language, defaults={"last_seen": timezone.now()}
            )
            rows.update(**more)


def note_click(*, text: str, language: str) -> None:
    """Count that somebody followed a result of this query; of a query that is not kept nothing is.

    Raises OperationalError where the database is busy.
    """
    with _impatient():
        QueryCount.objects.filter(text=text.lower()[:MOST_CHARACTERS], language=language).update(
            clicks=F("clicks") + 1
        )


@transaction.atomic
def forget_old_queries() -> int:
    """Delete those that nobody asked for a while, and what is too much. Returns how many."""
    deleted, _by_model = QueryCount.objects.filter(last_seen__lt=timezone.now() - KEPT).delete()
    too_many = QueryCount.objects.count() - ROOM
    if too_many > 0:
        rare = QueryCount.objects.filter(count__lte=1).order_by("last_seen", "pk")
        more, _by_model = QueryCount.objects.filter(
            pk__in=list(rare.values_list("pk", flat=True)[:too_many])
        ).delete()
        deleted += more
    return deleted


# What editors say


@transaction.atomic
def save_synonyms(*, synonyms: SynonymSet) -> SynonymSet:
    """Keep a set; it counts from the commit on."""
    synonyms.save()
    page_cache.raise_version()
    return synonyms


@transaction.atomic
def delete_synonyms(*, synonyms: SynonymSet) -> None:
    """Forget a set; it counts no more from the commit on."""
    synonyms.delete()
    page_cache.raise_version()


@transaction.atomic
def import_synonyms(*, rows: Sequence[Row]) -> int:
    """Keep the sets of a file, but for those that are there already. Returns how many are new."""
    known = {(found.language, frozenset(found.lines())) for found in SynonymSet.objects.all()}
    new = {
        (row.language, frozenset(row.words)): SynonymSet(language=row.language, words="\n".join(row.words))
        for row in rows
    }
    made = SynonymSet.objects.bulk_create([found for key, found in new.items() if key not in known])
    if made:
        page_cache.raise_version()
    return len(made)


@transaction.atomic
def save_pin(*, pin: Pin) -> Pin:
    """Keep a pin; it counts from the commit on."""
    pin.save()
    page_cache.raise_version()
    return pin


@transaction.atomic
def delete_pin(*, pin: Pin) -> None:
    """Forget a pin; it counts no more from the commit on."""
    pin.delete()
    page_cache.raise_version()


@transaction.atomic
def ask_for_guide(*, query: QueryCount) -> tuple[GuideWish, bool]:
    """Put what was looked for into the queue of guides to write. Returns the wish, and whether it is new."""
    return GuideWish.objects.get_or_create(text=query.text, language=query.language, done_at=None)


@transaction.atomic
def save_wish(*, wish: GuideWish, done: bool) -> GuideWish:
    """Keep a wish with its note: open, or done (the guide was written, or won't be)."""
    wish.done_at = (wish.done_at or timezone.now()) if done else None
    wish.save()
    return wish


# The index


def compare_index() -> dict[str, int]:
    """Compare database and index, have indexed again what differs, note how much that was.

    Raises EngineAwayError.
    """
    found = indexer.sweep()
    IndexCheck.objects.update_or_create(pk=1, defaults={**found, "checked_at": timezone.now()})
    return found


def order_comparison() -> None:
    """Have the worker compare database and index soon."""
    from search.tasks import compare

    compare.enqueue()


def roll_back_index() -> str:
    """Take the previous index into use again and have compared what was written since. Returns its name.

    Raises NoPreviousError, BuildingError while one is built, EngineAwayError.
    """
    name = indexer.roll_back()
    order_comparison()
    return name
