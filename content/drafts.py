"""Pages as editors saved them last: what the search of the admin reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from content.plain import stream_texts, without_tags
from search.editors import register_source
from search.registry import SearchDocument

#: Fields of Wagtail's own that are no text of the page.
NO_TEXT = {"path", "url_path", "draft_title", "title"}


@register_source
def saved_pages(pks: Collection[int] | None) -> Iterator[SearchDocument]:
    """All pages, or these, live or not, with the texts of their latest revision."""
    pages = Page.objects.filter(depth__gt=1).select_related("latest_revision", "locale").order_by("pk")
    if pks is not None:
        pages = pages.filter(pk__in=pks)
    for page in pages.iterator(chunk_size=200):
        data = page.latest_revision.content if page.latest_revision else page.specific.serializable_data()
        title = str(data.get("title") or page.title)
        yield SearchDocument(
            kind="page",
            pk=page.pk,
            language=page.locale.language_code,
            group=str(page.pk),
            title=title,
            body="\n".join(texts(page.specific_class or Page, data)),
            url="",
            more="" if page.title == title else page.title,
        )


def texts(model: type[Page], data: dict[str, Any]) -> Iterator[str]:
    """All that was written into the page's fields, but its title."""
    for field in model._meta.concrete_fields:
        value = data.get(field.name)
        if not value or field.name in NO_TEXT or field.choices:
            continue
        if isinstance(field, StreamField):
            yield from stream_texts(field.to_python(value))
        elif isinstance(field, models.SlugField):
            yield str(value).replace("-", " ")
        elif isinstance(field, models.CharField | models.TextField):
            yield without_tags(str(value))
