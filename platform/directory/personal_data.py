"""What the directory keeps of a person."""

from __future__ import annotations

from typing import Any

from core.personal_data import Section, register
from directory.models import Post


def _posts(person: Any) -> dict[str, Any]:
    """What they wrote in their organizations' names. It stays the organization's when they leave."""
    written = Post.objects.filter(created_by=person).select_related("organization").order_by("pk")
    return {
        "written": [
            {
                "kind": one.kind,
                "organization": one.organization.name,
                "title": one.title,
                "text": one.text,
                "written": one.created_at,
                "until": one.until,
            }
            for one in written
        ]
    }


register(Section("offers-and-needs", ("directory.Post",), _posts))
