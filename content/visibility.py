"""One answer to "may the public see this": pages, search, sitemap, cache and feeds all ask here."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.models import Page, PageViewRestriction


def public_pages(model: type[Page] = Page) -> Any:
    """Pages that anyone may see: live, under no view restriction."""
    return model.objects.live().public()


def is_public(page: Page) -> bool:
    """The same answer for one page."""
    return bool(page.live) and not page.get_view_restrictions().exists()


def public_records(model: type[models.Model]) -> Any:
    """Snippets that anyone may see: those that are published."""
    return model._default_manager.filter(live=True)


def restricted_below(restriction: PageViewRestriction) -> Any:
    """Everything that a restriction covers: its page and all below."""
    return Page.objects.descendant_of(restriction.page, inclusive=True)
