"""The English of a page, put in as wagtail-localize keeps it, so that translators go on from there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from content.models.base import KnowledgePage


class SegmentsDifferError(Exception):
    """The two languages of a page do not have the same segments."""


def segments_by_path(page: KnowledgePage) -> dict[str, list[StringSegmentValue]]:
    """A page's texts as a translator sees them, in order, by their place on the page."""
    found: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment)
    return found


def translate(page: KnowledgePage, english: dict[str, Any], locale: Locale) -> KnowledgePage:
    """Publish `page` in `locale` with the texts of `english` (fields as of page_fields).

    Raises SegmentsDifferError when the texts do not pair off.
    """
    twin = type(page)(**{**english, "locale": page.locale, "translation_key": page.translation_key})
    ours, theirs = segments_by_path(page), segments_by_path(twin)
    for path in ours.keys() | theirs.keys():
        if path != "slug" and len(ours[path]) != len(theirs[path]):
            raise SegmentsDifferError(
                f"{path}: {len(ours[path])} Mongolian and {len(theirs[path])} English texts"
            )
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=locale)
    contexts = {c.path: c for c in TranslationContext.objects.filter(object=source.object)}
    for path, segments in ours.items():
        for one, other in zip(segments, theirs[path], strict=True):
            StringTranslation.objects.update_or_create(
                translation_of=String.from_value(page.locale, one.string),
                locale=locale,
                context=contexts[path],
                defaults={"data": other.string.data, "has_error": False, "field_error": ""},
            )
    target, _created = source.create_or_update_translation(locale, publish=False, fallback=True)
    revision = target.get_latest_revision()
    revision.publish()
    target.refresh_from_db()
    return target
