"""The language in which one answers."""

from django.conf import settings
from django.utils.translation import get_language


def current_language() -> str:
    """Code of the active language without its country ("mn", "en"); the site's first one where none is active."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
