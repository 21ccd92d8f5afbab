"""Wagtail's events, carried to the outbox and the page cache (the only bridge for events that are not ours)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from content.models import Article, DatedFact, Download, GlossaryPage, GlossaryTerm, Source
from core import page_cache
from search import services as search

SNIPPETS = (Article, DatedFact, GlossaryTerm)


#: Model and key of what changed, each once, in order; None stands for the frame around all pages.
Collected = dict[tuple[type[models.Model], Any] | None, None]
#: What changed so far, inside `together`.
_collected: ContextVar[Collected | None] = ContextVar("changed", default=None)


def changed(objects: Iterable[models.Model]) -> None:
    """These objects look different now, or are gone: index them, drop cached pages. One transaction."""
    objects = list(objects)
    collected = _collected.get()
    if collected is not None:
        collected |= dict.fromkeys([None, *((type(obj), obj.pk) for obj in objects)])
        return
    with transaction.atomic():
        for obj in objects:
            search.reindex(obj)
        if any(isinstance(obj, GlossaryPage) for obj in objects):  # terms are found under its address
            for term in GlossaryTerm.objects.all():
                search.reindex(term)
        page_cache.raise_version()


@contextmanager
def together() -> Iterator[None]:
    """Within: collect what changed, and tell of each object once at the end. Belongs into one transaction."""
    found: Collected = {}
    token = _collected.set(found)
    try:
        yield
    finally:
        _collected.reset(token)
    if found:
        changed(key[0](pk=key[1]) for key in found if key is not None)


def with_twins(page: Page) -> list[Page]:
    """The page and its translations: whether a translation is behind shows on it."""
    return list(Page.objects.filter(translation_key=page.translation_key).specific(defer=True))


def pages_that_show(obj: models.Model) -> list[Page]:
    """Pages that refer to this snippet, in all languages."""
    pages = ContentType.objects.get_for_model(Page)
    ids = (
        ReferenceIndex.get_references_to(obj)
        .filter(base_content_type=pages)
        .values_list("object_id", flat=True)
    )
    found = list(Page.objects.filter(pk__in={int(pk) for pk in ids}).specific(defer=True))
    if isinstance(obj, Article):
        found += with_twins(obj.law)
    return found


@receiver(page_published)
@receiver(page_unpublished)
def _page_published(instance: Page, **kwargs: Any) -> None:
    changed(with_twins(instance))


@receiver(post_page_move)
def _page_moved(instance: Page, **kwargs: Any) -> None:
    changed(Page.objects.descendant_of(instance, inclusive=True).specific())


@receiver(page_slug_changed)
def _slug_changed(instance: Page, **kwargs: Any) -> None:
    changed(Page.objects.descendant_of(instance, inclusive=True).specific())


@receiver(post_delete)
def _deleted(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, Page) and sender is not Page or isinstance(instance, SNIPPETS):
        changed([instance])


@receiver(published)
@receiver(unpublished)
def _snippet_published(instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, SNIPPETS):
        changed([instance, *pages_that_show(instance)])


@receiver(post_save)
def _page_saved(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    """Drafts too: saving a revision saves the page. A move changes nothing of what editors search in."""
    if isinstance(instance, Page):
        search.reindex_for_editors(pk=instance.pk)


@receiver(post_delete, sender=Page)
def _page_gone(instance: Page, **kwargs: Any) -> None:
    search.reindex_for_editors(pk=instance.pk)


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    changed(Page.objects.descendant_of(instance.page, inclusive=True).specific())


@receiver([post_save, post_delete], sender=Download)
@receiver([post_save, post_delete], sender=Collection)
@receiver([post_save, post_delete], sender=CollectionViewRestriction)
@receiver([published, unpublished, post_delete], sender=Source)  # no document of search names one
@receiver([post_save, post_delete], sender=Redirect)
@receiver([post_save, post_delete], sender=Site)
@receiver([post_save, post_delete], sender=Locale)
def _frame_changed(**kwargs: Any) -> None:
    changed([])
