"""What an address alone tells: its language, and whether it belongs to the admin."""

import re
from functools import cache

from django.conf import settings

#: Where the Wagtail admin lives.
ADMIN_PATH = "/cms/"


@cache
def _languages() -> frozenset[str]:
    return frozenset(code for code, _name in settings.LANGUAGES)


def language_of(path: str) -> str:
    """The language of `/mn/…` and `/en/…`; the site's first language for every other path."""
    first = path[1:].partition("/")[0]
    return first if first in _languages() else settings.LANGUAGE_CODE


_ACCOUNT = re.compile(r"/[a-z]{2}/account/")


def is_account(path: str) -> bool:
    """Whether the path belongs to the pages on which people sign in and look after their account."""
    return bool(_ACCOUNT.match(path))


def is_admin(path: str) -> bool:
    """Whether the path is the Wagtail admin's."""
    return path.startswith(ADMIN_PATH)


_MACHINES = ("/api/", "/data/")


def is_for_machines(path: str) -> bool:
    """Whether programs ask there, not readers: the API and the files of the open data."""
    return path.startswith(_MACHINES)
