"""manage.py sweep_index"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexer
from search.engine.base import EngineAwayError


class Command(BaseCommand):
    """Compare database and index; what differs is indexed again."""

    help = "Compares database and search index and repairs what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        try:
            found = indexer.sweep()
        except EngineAwayError as error:
            raise CommandError(f"The index can't be read ({error}). Run: manage.py rebuild_index") from None
        self.stdout.write(
            f"Missing in the index: {found['missing']}; with old text: {found['stale']}; "
            f"in it but no longer public: {found['gone']}."
        )
