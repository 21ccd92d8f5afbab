"""Links that apps hang into the menu and the footer, beside the pages of the content.

An app registers its own when it is started (`AppConfig.ready`): switched off, it leaves nothing behind.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class MenuLink:
    """One link, in the form in which links to pages stand there."""

    title: Text
    url_name: str
    short_title: Text

    @property
    def url(self) -> str:
        """In the active language."""
        return reverse(self.url_name)


_links: dict[str, MenuLink] = {}


def register(link: MenuLink) -> None:
    """Hang it in; registered again, it replaces itself."""
    _links[link.url_name] = link


def links() -> list[MenuLink]:
    """In the order in which the apps stand in the settings."""
    return list(_links.values())
