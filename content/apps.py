"""Guides, laws, offers, institutions, words: what editors write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """The content room."""

    name = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Connect Wagtail's events to the outbox; make groups and workflow after each migration."""
        from django.db.models.signals import post_migrate

        from content import drafts, signals  # noqa: F401  # for what they register
        from content.roles import ensure_roles

        post_migrate.connect(ensure_roles, sender=self, dispatch_uid="content.ensure_roles")
