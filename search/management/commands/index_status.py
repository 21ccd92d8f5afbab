"""manage.py index_status"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search import indexer


class Command(BaseCommand):
    """Which index is in use, how much is in it, how much waits."""

    help = "Shows the state of the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each figure."""
        for name, value in indexer.status().items():
            self.stdout.write(f"{name:<10} {value}")
