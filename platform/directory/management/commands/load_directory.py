"""manage.py load_directory"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from directory.services.starter import load_starter


class Command(BaseCommand):
    """Enter the institutions and unions of the starter data."""

    help = "Enters the institutions and unions that the directory begins with; what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        self.stdout.write(f"Directory: {len(load_starter())} new entries.")
