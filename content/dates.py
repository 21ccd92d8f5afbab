"""What the home page shows of time: the year's days to come, the pages published last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from content.links import page_links
from content.visibility import public_pages

if TYPE_CHECKING:
    from content.models.base import KnowledgePage


def upcoming(days: Iterable[Any], today: dt.date | None = None) -> list[dict[str, Any]]:
    """The year's days as `{date, value}`, the next one first.

    days:  calendar blocks with month, day, fact, text.
    today: counted from here (default: today); a day that is past comes round next year.
    """
    today = today or timezone.localdate()
    found = []
    for value in days:
        for year in (today.year, today.year + 1, today.year + 4):
            try:
                date = dt.date(year, value["month"], value["day"])
            except ValueError:  # 29 February, 31 April
                continue
            if date >= today:
                found.append({"date": date, "value": value})
                break
    return sorted(found, key=lambda row: row["date"])


def newest_pages(home: KnowledgePage, count: int = 4) -> list[dict[str, Any]]:
    """The guides, offers and laws that were published last: `{link, kind, date}`."""
    from content.models import FinanceOfferPage, GuidePage, LawPage, StepsPage

    rows: list[Any] = []
    for model in (GuidePage, StepsPage, FinanceOfferPage, LawPage):
        rows += (
            public_pages(model)
            .descendant_of(home)
            .exclude(last_published_at=None)
            .order_by("-last_published_at", "path")[:2]
        )
    rows.sort(key=lambda page: page.last_published_at, reverse=True)
    rows = rows[:count]
    return [
        {"link": link, "kind": page._meta.verbose_name, "date": page.last_published_at}
        for page, link in zip(rows, page_links(rows), strict=True)
    ]
