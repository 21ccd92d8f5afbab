"""One answer to "may the public see this": pages, search, sitemap, cache and feeds all ask here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from core import shared

if TYPE_CHECKING:
    from content.models import Download


def public_pages(model: type[Page] = Page) -> Any:
    """Pages that anyone may see: live, under no view restriction."""
    pages = model.objects.live()
    for path in shared.one("restricted paths", restricted_paths):
        pages = pages.exclude(path__startswith=path)
    return pages


def restricted_paths() -> list[str]:
    """Tree paths of the pages that stand under a view restriction, with all below them."""
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def public_files(files: Iterable[Download]) -> list[Download]:
    """Those documents that anyone may have: in no restricted collection."""
    paths = tuple(shared.one("restricted collections", _restricted_collections))
    return [
        file for file in files if file is not None and not (paths and file.collection.path.startswith(paths))
    ]


def _restricted_collections() -> list[str]:
    return list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def public_records(model: type[models.Model]) -> Any:
    """Snippets that anyone may see: those that are published."""
    return model._default_manager.filter(live=True)
