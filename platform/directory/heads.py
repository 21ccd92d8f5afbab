"""What pages of the directory say of themselves: all but its list stand below it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Organization
from core.heads import Head, shortened
from directory.board.model import Post


def head(title: str, text: str = "", *between: tuple[str, str]) -> Head:
    """Of a page below the directory and those named in `between`."""
    return Head(title, text, ((_("Directory"), reverse("directory")), *between))


def entry_head(entry: Organization) -> Head:
    """Of an organization's page: what it says about itself, else what it is and where."""
    known = ". ".join(filter(None, [capfirst(entry.get_level_display()), entry.place_name]))
    return head(entry.name, shortened(entry.about or known))


def post_head(post: Post) -> Head:
    """Of an offer or need."""
    return head(post.title, shortened(post.text), board_link())


def entry_link(entry: Organization) -> tuple[str, str]:
    """Name and address of an organization's page, for those below it."""
    return entry.name, reverse("directory-entry", args=[entry.public_id])


def board_link() -> tuple[str, str]:
    """Name and address of the board, for pages below it."""
    return _("Offers and needs"), reverse("board")
