"""manage.py rebuild_index [--if-needed]"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import editors, indexer
from search.engine import engine
from search.engine.base import EngineAwayError


class Command(BaseCommand):
    """Build the search index anew; the old one answers until the new one takes over."""

    help = "Builds the search index from the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """--if-needed."""
        parser.add_argument(
            "--if-needed", action="store_true", help="only where there is none that can be read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, with progress."""
        missing = [index.current() is None for index in (engine(), editors.engine())]
        try:
            if missing[0] or not options["if_needed"]:
                name = indexer.rebuild(lambda done: self.stdout.write(f"  {done} documents"))
                self.stdout.write(f"Search index: {name}")
            if missing[1] or not options["if_needed"]:
                self.stdout.write(f"Index for editors: {editors.rebuild() or 'there are no pages'}")
        except indexer.BuildingError:
            raise CommandError("Another process builds the search index just now.") from None
        except EngineAwayError as error:
            raise CommandError(f"The new index is not whole ({error}); the old one stays in use.") from error
