"""People: who they are, which roles they have."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listen to what allauth tells; guard the log after each migration; find what hangs on organizations and
        what else can be reported.
        """
        from django.db.models.signals import post_migrate
        from django.utils.module_loading import autodiscover_modules

        from accounts import log_guard, signals  # noqa: F401  # signals for its receivers

        autodiscover_modules("attached", "reportable")
        post_migrate.connect(log_guard.lay, sender=self, dispatch_uid="accounts.log_guard")
