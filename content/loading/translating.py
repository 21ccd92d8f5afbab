"""The English of a page, put in as wagtail-localize keeps it, so that translators go on from there.

A page's first translation writes thousands of small rows, and wagtail-localize asks for each of them whether it is
there. A page that is new to it has none, so they are written at once here; everything later goes its own way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from content.models.base import KnowledgePage

Segments = dict[str, list[StringSegmentValue]]


class SegmentsDifferError(Exception):
    """The two languages of a page do not have the same segments."""


def translate(page: KnowledgePage, english: dict[str, Any], locale: Locale) -> KnowledgePage:
    """Publish `page` in `locale` with the texts of `english` (fields as of page_fields).

    Raises SegmentsDifferError when the texts do not pair off.
    """
    twin = type(page)(**{**english, "locale": page.locale, "translation_key": page.translation_key})
    segments = list(extract_segments(page))
    ours, theirs = _by_path(segments), _by_path(extract_segments(twin))
    for path in ours.keys() | theirs.keys():
        if path != "slug" and len(ours[path]) != len(theirs[path]):
            raise SegmentsDifferError(
                f"{path}: {len(ours[path])} Mongolian and {len(theirs[path])} English texts"
            )
    source = _source(page, segments)
    Translation.objects.get_or_create(source=source, target_locale=locale)
    _write_translations(page, source, ours, theirs, locale)
    target, _created = source.create_or_update_translation(locale, publish=False, fallback=True)
    revision = target.get_latest_revision()
    revision.publish()
    target.refresh_from_db()
    return target


def _by_path(segments: Iterable[Any]) -> Segments:
    """A page's texts as a translator sees them, in order, by their place on the page."""
    found: Segments = defaultdict(list)
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment)
    return found


def _source(page: KnowledgePage, segments: list[Any]) -> TranslationSource:
    """What wagtail-localize translates from, as the page is now."""
    obj, created = TranslatableObject.objects.get_or_create_from_instance(page)
    if not created:
        return TranslationSource.update_or_create_from_instance(page)[0]
    source = TranslationSource.objects.create(
        object=obj,
        locale=page.locale,
        specific_content_type=ContentType.objects.get_for_model(type(page)),
        object_repr=str(page)[:200],
        content_json=page.to_json(),
        schema_version=get_schema_version(page._meta.app_label),
        last_updated_at=timezone.now(),
    )
    _write_segments(page, source, segments)
    return source


def _write_segments(page: KnowledgePage, source: TranslationSource, segments: list[Any]) -> None:
    """What `source.refresh_segments()` writes for a source that has none yet."""
    contexts = {
        segment.path: TranslationContext(object=source.object, path=segment.path) for segment in segments
    }
    for context in contexts.values():
        context.path_id = TranslationContext._get_path_id(context.path)
        context.save = lambda **_kwargs: None  # it would save itself as soon as it has found its field
        context.get_field_path(page)
        del context.save
    TranslationContext.objects.bulk_create(contexts.values())
    texts = [segment for segment in segments if isinstance(segment, StringSegmentValue)]
    strings = _strings(page.locale, texts)
    StringSegment.objects.bulk_create(
        StringSegment(
            source=source,
            context=contexts[segment.path],
            order=segment.order,
            string=strings[segment.string.data],
            attrs=json.dumps(segment.attrs, cls=DjangoJSONEncoder),
        )
        for segment in texts
    )
    for segment in segments:
        for kind, model in OTHERS.items():
            if isinstance(segment, kind):
                model.from_value(source, segment)


OTHERS: dict[type, Any] = {
    TemplateSegmentValue: TemplateSegment,
    RelatedObjectSegmentValue: RelatedObjectSegment,
    OverridableSegmentValue: OverridableSegment,
}


def _strings(locale: Locale, segments: Iterable[StringSegmentValue]) -> dict[str, String]:
    """For each text its row, which pages with the same text share."""
    hashes = {segment.string.data: String._get_data_hash(segment.string.data) for segment in segments}
    rows = String.objects.filter(locale=locale, data_hash__in=hashes.values())
    found = {row.data_hash: row for row in rows}
    missing = [
        String(locale=locale, data_hash=data_hash, data=data)
        for data, data_hash in hashes.items()
        if data_hash not in found
    ]
    found |= {row.data_hash: row for row in String.objects.bulk_create(missing)}
    return {data: found[data_hash] for data, data_hash in hashes.items()}


def _write_translations(
    page: KnowledgePage, source: TranslationSource, ours: Segments, theirs: Segments, locale: Locale
) -> None:
    """Each text's translation at its place: new ones at once, changed ones one by one."""
    contexts = {context.path: context for context in TranslationContext.objects.filter(object=source.object)}
    strings = _strings(page.locale, (segment for texts in ours.values() for segment in texts))
    rows = StringTranslation.objects.filter(locale=locale, context__in=contexts.values())
    known = {(row.translation_of_id, row.context_id): row for row in rows}
    new: dict[tuple[int, int], StringTranslation] = {}
    for path, texts in ours.items():
        for one, other in zip(texts, theirs[path], strict=True):
            string, context, data = strings[one.string.data], contexts[path], other.string.data
            row = known.get((string.pk, context.pk))
            if row is None:
                new[string.pk, context.pk] = StringTranslation(
                    translation_of=string,
                    locale=locale,
                    context=context,
                    data=data,
                    has_error=_broken(one, data),
                )
            else:
                row.data, row.has_error, row.field_error = data, False, ""
                row.save()
    StringTranslation.objects.bulk_create(new.values())


def _broken(ours: StringSegmentValue, data: str) -> bool:
    """Whether wagtail-localize would not use this translation (what its row finds out when it is saved alone)."""
    try:
        StringValue.from_translated_html(data)
        validate_translation_links(ours.string.data, data)
    except ValueError:
        return True
    return False
