"""Guides, laws, offers, institutions, words: what editors write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """The content room."""

    name = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Connect Wagtail's events to the outbox."""
        from content import signals  # noqa: F401
