"""Atom feeds of what is new, for each language the whole and each topic."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.changes import Change, changes, new_pages
from content.links import page_link
from content.models import HomePage
from content.visibility import public_pages
from core.languages import current_language

#: How many changes are told of, beside the pages that came last.
MOST_CHANGES = 30


@dataclass(frozen=True)
class Entry:
    """One entry: a new page, or a change that matters."""

    title: str
    text: str
    url: str
    date: dt.datetime
    key: str


class NewestFeed(Feed):
    """`/<language>/feeds/all.atom`, or that of a page below the home page by its slug: `finance.atom`."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Page:
        """The page whose part of the site is told of. Raises Http404 where there is none."""
        home = public_pages(HomePage).filter(locale__language_code=current_language()).first()
        if home is None:
            raise Http404
        if slug == "all":
            return home
        return get_object_or_404(public_pages().child_of(home), slug=slug).specific

    def title(self, page: Page) -> str:
        """The site's name, and the part's."""
        return settings.SITE_NAME if isinstance(page, HomePage) else f"{page.title} · {settings.SITE_NAME}"

    def link(self, page: Page) -> str:
        """The part's page."""
        return page_link(page).url

    def subtitle(self, page: Page) -> str:
        """What the part is about."""
        return str(page.summary)

    def items(self, page: Page) -> list[Entry]:
        """The newest first."""
        entries = [
            Entry(link.title, _("New page"), link.url, found.first_published_at, f"{link.url}#new")
            for found, link in new_pages(current_language(), page)
        ]
        told = [c for c in changes(current_language()) if c.major and c.path.startswith(page.path)]
        entries += _entries_of(told)[:MOST_CHANGES]
        return sorted(entries, key=lambda entry: entry.date, reverse=True)

    def item_title(self, item: Any) -> str:
        """The page's title."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """What is new."""
        return str(item.text)

    def item_link(self, item: Any) -> str:
        """The page."""
        return str(item.url)

    def item_guid(self, item: Any) -> str:
        """The same as long as it is the same change."""
        return f"{settings.SITE_URL}{item.key}"

    def item_updateddate(self, item: Any) -> dt.datetime:
        """When it came."""
        return item.date


def _entries_of(told: list[Change]) -> list[Entry]:
    """In the same order. Several of one page and day are numbered from the oldest on, so that each keeps its key."""
    times: Counter[str] = Counter()
    found = []
    for change in reversed(told):
        key = f"{change.link.url}#{change.date.isoformat()}"
        times[key] += 1
        number = f"-{times[key]}" if times[key] > 1 else ""
        noon = dt.datetime.combine(change.date, dt.time(12), timezone.get_default_timezone())
        found.append(Entry(change.link.title, change.text, change.link.url, noon, key + number))
    return found[::-1]
