"""manage.py index_status"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from search.status import status


class Command(BaseCommand):
    """Which index is in use, how much is in it, how much waits, what the last comparison found."""

    help = "Shows the state of the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each figure."""
        with translation.override("en"):
            for name, value in status().lines():
                self.stdout.write(f"{name}: {value}")
