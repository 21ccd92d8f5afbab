"""What the directory keeps of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from core.personal_data import Section, register
from directory.models import Freshness, Post, Question, RegisterImport

if TYPE_CHECKING:
    from accounts.models import User


def _export(person: User) -> dict[str, Any]:
    """Which questions were asked, and what the person confirmed."""
    asked = Question.objects.filter(person=person).select_related("organization")
    confirmed = Freshness.objects.filter(confirmed_by=person).select_related("organization")
    return {
        "questions": [
            {"organization": one.organization.name, "asked": one.asked_at, "answered": one.answered_at}
            for one in asked.order_by("pk")
        ],
        "confirmed": [
            {"organization": one.organization.name, "when": one.confirmed_at}
            for one in confirmed.order_by("pk")
        ],
    }


register(
    Section(
        "directory",
        ("directory.Question", "directory.Freshness"),
        _export,
        erase=lambda person: Question.objects.filter(person=person).delete(),
    )
)


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


def _imports(person: Any) -> dict[str, Any]:
    """Which registers they sent in, imported or took back."""
    own = Q(started_by=person) | Q(approved_by=person) | Q(undone_by=person)
    return {
        "registers": [
            {"register": str(row), "file": row.file_name, "sent": row.created_at, "state": row.state}
            for row in RegisterImport.objects.filter(own).defer("content")
        ]
    }


register(Section("registers", ("directory.RegisterImport",), _imports))
