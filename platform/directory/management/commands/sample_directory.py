"""manage.py sample_directory N, or --remove"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import samples

MOST = 200_000


class Command(BaseCommand):
    """Made-up entries for demonstrations and for measuring; never for production."""

    help = "Adds N made-up entries to the directory; --remove takes all of them away again."

    def add_arguments(self, parser: CommandParser) -> None:
        """N or --remove."""
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("number", nargs="?", type=int, metavar="N", help=f"how many, at most {MOST}")
        wanted.add_argument("--remove", action="store_true", help="take them away")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where samples are not allowed, or for a wrong number."""
        if not settings.SAMPLE_DIRECTORY:
            raise CommandError("Sample entries are made with local settings only, never in production.")
        if options["remove"]:
            self.stdout.write(f"{samples.remove()} sample entries are gone.")
            return
        if not 1 <= options["number"] <= MOST:
            raise CommandError(f"Between 1 and {MOST} sample entries can be added.")
        there = samples.make(options["number"], lambda done: self.stdout.write(f"  {done}"))
        self.stdout.write(f"There are {there} sample entries now.")
