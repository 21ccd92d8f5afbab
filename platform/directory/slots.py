"""What the directory shows on pages of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import slots
from directory.freshness import freshness_of, may_be_answered
from directory.models import Post
from directory.open_page import open_data_context
from directory.overview import overview
from directory.permissions import public_entries
from directory.waiting import waiting_for_umbrella


@slots.register("institution")
def entry_of_institution(page: Any) -> tuple[str, Mapping[str, Any]] | None:
    """An institution's own entry, where it has one that everybody may see."""
    entry = public_entries().filter(institution_link__translation_key=page.translation_key).first()
    return ("directory/institution_slot.html", {"entry": entry}) if entry else None


@slots.register("own-organization")
def public_page_of(organization: Any) -> tuple[str, Mapping[str, Any]] | None:
    """On the page where an organization is looked after: what everybody sees of it, what it offers and needs."""
    if not organization.is_public:
        return None
    posts = Post.objects.public().filter(organization=organization).count()
    return "directory/own_slot.html", {"entry": organization, "posts": posts}


@slots.register("own-organization")
def question_about(organization: Any) -> tuple[str, Mapping[str, Any]] | None:
    """On the same page: when it was last confirmed; its owners confirm it there."""
    if not may_be_answered(organization):
        return None
    return "directory/own_question.html", {"entry": organization, "fresh": freshness_of(organization)}


@slots.register("umbrella-desk")
def unanswered_below(umbrella: Any) -> tuple[str, Mapping[str, Any]] | None:
    """At a union's desk: how many of its members nobody has confirmed for long."""
    total = waiting_for_umbrella(umbrella).count()
    return ("directory/desk_slot.html", {"umbrella": umbrella, "total": total}) if total else None


@slots.register("place")
def entries_of_place(place: Any) -> tuple[str, Mapping[str, Any]] | None:
    """On an aimag's page: how many organizations are listed there."""
    here = overview().bits["place"].get(place.code, 0).bit_count()
    return ("directory/place_slot.html", {"place": place, "here": here}) if here else None


@slots.register("open-data")
def open_files(_request: Any) -> tuple[str, Mapping[str, Any]] | None:
    """On the page of the open data: the directory's files."""
    return "directory/open_data.html", open_data_context()
