"""The ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The core room."""

    name = "core"
    verbose_name = _("Foundations")

    def ready(self) -> None:
        """Find each app's outbox handlers, schedules, personal data, parts of others' pages."""
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("outbox_handlers", "schedule", "personal_data", "slots")
