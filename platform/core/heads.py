"""What a page that is no Wagtail page says of itself: to readers, and to whoever passes its address on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.languages import current_language

#: About what search engines of the internet show of a description, in characters.
MOST = 200


@dataclass(frozen=True)
class Head:
    """templates/headed.html shows it.

    text:    what the page is about, as it also stands on the page; "" for one that nobody should pass on.
    between: (name, address) of the pages between the home page and this one.
    """

    title: str
    text: str = ""
    between: tuple[tuple[str, str], ...] = ()

    @property
    def above(self) -> tuple[tuple[str, str], ...]:
        """(name, address) of the pages above this one, the home page first."""
        return ((_("Home"), f"/{current_language()}/"), *self.between)


def shortened(text: str) -> str:
    """The beginning of a longer text, in one line."""
    return Truncator(" ".join(text.split())).chars(MOST)
