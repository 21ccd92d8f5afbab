"""Search over all kinds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The search room."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Find what each app declares searchable."""
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("searchable")
