"""manage.py roll_back_index"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexer, services
from search.engine.base import EngineAwayError


class Command(BaseCommand):
    """Take the previous search index into use again; the worker then brings it up to date."""

    help = "Takes the previous search index into use again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Roll back, say to which."""
        try:
            name = services.roll_back_index()
        except indexer.NoPreviousError:
            raise CommandError("There is no previous index.") from None
        except indexer.BuildingError:
            raise CommandError("Another process builds the search index just now.") from None
        except EngineAwayError as error:
            raise CommandError(f"The engine does not answer ({error}).") from error
        self.stdout.write(f"Search index: {name}. The worker brings it up to date.")
