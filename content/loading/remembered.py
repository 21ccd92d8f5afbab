"""What the loader made, and whether somebody has changed it since: that stays theirs, and is not taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Site
from wagtail_localize.models import StringTranslation

from content.models import StarterRecord
from core import page_cache


@dataclass
class Report:
    """What a run did: names of objects by what became of them."""

    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{len(names)} {what}" for what, names in vars(self).items() if names]
        return ", ".join(parts) or "nothing to do"


def objects_of(records: Iterable[StarterRecord]) -> dict[str, Any]:
    """The objects behind the records that still exist, by name."""
    found: dict[str, Any] = {}
    by_type: dict[ContentType, list[StarterRecord]] = {}
    for record in records:
        by_type.setdefault(record.content_type, []).append(record)
    for content_type, rows in by_type.items():
        model = content_type.model_class()
        if model is None:
            continue
        objects = model._default_manager.in_bulk([row.object_id for row in rows])
        found |= {row.name: objects[row.object_id] for row in rows if row.object_id in objects}
    return found


def hash_of(obj: Any) -> str:
    """The object as it is now, in all its languages. Any revision, also a draft, makes it another."""
    if isinstance(obj, Page):
        twins = Page.objects.filter(translation_key=obj.translation_key).order_by("pk")
        seen: list[Any] = [(twin.pk, twin.latest_revision_id, twin.live) for twin in twins]
        seen.append(
            StringTranslation.objects.filter(context__object_id=obj.translation_key)
            .exclude(last_translated_by=None)
            .count()
        )
    elif hasattr(obj, "latest_revision_id"):
        seen = [obj.latest_revision_id, obj.live]
    else:
        # PostgreSQL gives the keys of a JSON value in an order of its own.
        values = {f.attname: getattr(obj, f.attname) for f in obj._meta.concrete_fields}
        seen = [json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


@transaction.atomic
def undo() -> Report:
    """Take back what the loader made and nobody has changed since."""
    report = Report()
    records = list(StarterRecord.objects.select_related("content_type").order_by("-pk"))
    objects = objects_of(records)
    pages = [r for r in records if isinstance(objects.get(r.name), Page)]
    pages.sort(key=lambda r: objects[r.name].depth, reverse=True)
    for record in pages:
        page = Page.objects.filter(pk=record.object_id).first()
        if page is None:
            continue
        twins = list(Page.objects.filter(translation_key=page.translation_key))
        touched = hash_of(objects[record.name]) != record.object_hash
        if touched or any(twin.get_children().exists() for twin in twins):
            report.kept.append(record.name)
            continue
        Site.objects.filter(root_page__in=twins).delete()
        for twin in twins:
            Page.objects.get(pk=twin.pk).specific.delete()
        report.removed.append(record.name)
        record.delete()
    order = ("synonyms:", "fact:", "article:", "term:", "source:")
    rest = list(StarterRecord.objects.exclude(name__startswith="page:"))
    for prefix in order:
        for record in (r for r in rest if r.name.startswith(prefix)):
            obj = objects.get(record.name)
            if (
                obj is None or not type(obj)._default_manager.filter(pk=obj.pk).exists()
            ):  # went with its page, as articles do with their law
                record.delete()
                continue
            if hash_of(obj) != record.object_hash or _used(obj):
                report.kept.append(record.name)
                continue
            obj.delete()
            report.removed.append(record.name)
            record.delete()
    if report.removed:
        page_cache.raise_version()
    return report


def _used(obj: Any) -> bool:
    """Whether a page that stays still refers to it."""
    return ReferenceIndex.get_references_to(obj).exists()
