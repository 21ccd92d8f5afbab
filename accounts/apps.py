"""People: who they are, which roles they have."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listen to what allauth tells."""
        from accounts import signals

        assert signals  # noqa: S101  # imported for its receivers
