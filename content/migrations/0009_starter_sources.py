"""Sources of the starter content stay the loader's: what it remembers of them is put as it compares now.

A migration of its own, because PostgreSQL changes no table on whose rows something is still to be checked.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import migrations


def by_values(source: Any) -> str:
    """What the loader remembered of a source that had no revisions (content.loading.remembered.hash_of)."""
    values = {name: getattr(source, name) for name in ("id", "code", "title", "address")}
    return digest([json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)])


def by_revision(source: Any) -> str:
    """What it remembers of one that has."""
    return digest([source.latest_revision_id, source.live])


def digest(seen: list[Any]) -> str:
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def remember_by_revision(apps: Any, editor: Any) -> None:
    """A later change of the file reaches those that nobody has changed; the others stay their editors'."""
    for record, source in remembered(apps):
        if record.object_hash == by_values(source):
            record.object_hash = by_revision(source)
            record.save()


def remember_by_values(apps: Any, editor: Any) -> None:
    """The way back. Drafts and reviews go: the version before knows none of a source."""
    for record, source in remembered(apps):
        if record.object_hash == by_revision(source):
            record.object_hash = by_values(source)
            record.save()
    kind = {"content_type__app_label": "content", "content_type__model": "source"}
    for name in ("WorkflowContentType", "WorkflowState"):
        apps.get_model("wagtailcore", name).objects.filter(**kind).delete()
    apps.get_model("wagtailcore", "Revision").objects.filter(**kind).delete()


def remembered(apps: Any) -> list[tuple[Any, Any]]:
    """Each of the loader's sources that is still there, with its record."""
    sources = apps.get_model("content", "Source").objects.in_bulk()
    records = apps.get_model("content", "StarterRecord").objects.filter(name__startswith="source:")
    return [(record, sources[record.object_id]) for record in records if record.object_id in sources]


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0008_reviewed_sources"),
    ]

    operations = [migrations.RunPython(remember_by_revision, remember_by_values)]
