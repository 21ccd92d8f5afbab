"""Whether an entry is still right: who said so last, and when. Page, list, map, facets, open data: all ask here."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.codes import Role, Status
from accounts.models import Membership, Organization
from directory.models import Freshness


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is told of an entry.

    is_fresh: somebody stands behind it: it was listed, taken over or confirmed, and is not overdue.
    at:       the day on which it was last said to be right; None where nobody said so since it was listed.
    by:       "owner", "umbrella" or "agency"; "" with no day. of: the umbrella's name.
    """

    is_fresh: bool
    at: dt.datetime | None = None
    by: str = ""
    of: str = ""


def with_freshness(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """The rows with all that `freshness_of` reads, in the same query."""
    return rows.select_related("freshness__confirmed_for")


def freshness_of(entry: Organization) -> Fresh:
    """What is known of it. Asks the database unless the entry comes from `with_freshness`."""
    is_fresh = entry.status == Status.LISTED
    row = record_of(entry)
    if row is None or row.confirmed_at is None:
        return Fresh(is_fresh)
    of = row.confirmed_for.name if row.confirmed_for else ""
    return Fresh(is_fresh, row.confirmed_at, row.confirmed_as, of)


def record_of(entry: Organization) -> Freshness | None:
    """The row that is kept of it, None for an entry that nobody was asked about."""
    found: Freshness | None = getattr(entry, "freshness", None)
    return found


def counted(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """The rows with `since`: the day whence the times are counted."""
    since = Coalesce(
        F("freshness__counted_from"), F("listed_at"), F("created_at"), output_field=DateTimeField()
    )
    return rows.annotate(since=since)


def owned() -> Exists:
    """A condition on entries: somebody owns it, so that there is somebody to ask."""
    return Exists(Membership.objects.current().filter(organization=OuterRef("pk"), role=Role.OWNER))


def may_be_answered(entry: Organization) -> bool:
    """Whether "it is right" means something: it is public, or was hidden because nobody said so."""
    if entry.merged_into_id is not None:
        return False
    row = record_of(entry)
    return entry.is_public or (
        entry.status == Status.HIDDEN and row is not None and row.hidden_at is not None
    )


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same hour so many months earlier; on the month's last day where it has no such day."""
    local = timezone.localtime(moment)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)
