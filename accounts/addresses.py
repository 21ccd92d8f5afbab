"""Whole addresses of pages, for mails."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def address_in(language: str, view: str, **kwargs: str) -> str:
    """The page's address in this language, with the site before it."""
    with translation.override(language):
        return settings.SITE_URL + reverse(view, kwargs=kwargs)
