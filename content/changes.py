"""What is new: notes of change that editors leave on pages, and pages that came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from wagtail.models import Page

from content.links import Link, links_in
from content.models.base import KnowledgePage
from content.visibility import public_pages
from core import shared

#: How many of the pages that came last are told of.
NEWEST_PAGES = 20


@dataclass(frozen=True)
class Change:
    """One note of change. `path` is the page's place in the tree, for who wants those of a part of it."""

    date: dt.date
    major: bool
    text: str
    link: Link
    path: str


def page_models() -> list[type[KnowledgePage]]:
    """All our page types."""
    return [model for model in apps.get_models() if issubclass(model, KnowledgePage)]


def changes(language: str) -> list[Change]:
    """All notes of change of public pages in this language, the newest first."""
    return shared.one(("changes", language), lambda: _changes(language))


def _changes(language: str) -> list[Change]:
    notes = []
    for model in page_models():
        rows = public_pages(model).filter(locale__language_code=language).values_list("pk", "path", "changes")
        notes += [(pk, path, block.value) for pk, path, stream in rows for block in stream]
    links = links_in(language, {pk for pk, _path, _value in notes})
    found = [
        Change(value["date"], value["size"] == "major", value["text"], links[pk], path)
        for pk, path, value in notes
        if pk in links
    ]
    return sorted(found, key=lambda change: (change.date, change.link.title), reverse=True)


def new_pages(language: str, below: Page | None = None) -> list[tuple[Page, Link]]:
    """The public pages that came last, with their links; those below a page, or all."""
    pages = (
        public_pages().filter(locale__language_code=language, depth__gt=2).exclude(first_published_at=None)
    )
    if below is not None:
        pages = pages.descendant_of(below, inclusive=True)
    newest = list(pages.order_by("-first_published_at", "path")[:NEWEST_PAGES])
    links = links_in(language, [page.pk for page in newest])
    return [(page, links[page.pk]) for page in newest if page.pk in links]
