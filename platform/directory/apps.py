"""The public directory of organizations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The directory room. Off (settings.DIRECTORY), the site has no link to it and does all else."""

    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Hang the directory into the menu; hear what is done to organizations."""
        from accounts import changelog
        from core import menu
        from directory.services.freshness import note_change

        menu.register(menu.MenuLink(_("Directory of organizations"), "directory", _("Directory")))
        changelog.listen(lambda change: note_change(change=change))
