"""What the directory shows on pages of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import slots
from directory.models import Post
from directory.overview import overview
from directory.permissions import public_entries


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


@slots.register("place")
def entries_of_place(place: Any) -> tuple[str, Mapping[str, Any]] | None:
    """On an aimag's page: how many organizations are listed there."""
    here = overview().bits["place"].get(place.code, 0).bit_count()
    return ("directory/place_slot.html", {"place": place, "here": here}) if here else None
