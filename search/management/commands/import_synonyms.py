"""manage.py import_synonyms FILE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from search import services, synonym_file


class Command(BaseCommand):
    """Read sets of synonyms from a file. With an error in it nothing is changed."""

    help = "Adds the synonyms of a file: one set per line, words between commas, 'mn:' or 'en:' before them or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, add, say how many."""
        try:
            with translation.override("en"):
                rows = synonym_file.read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        except synonym_file.SynonymFileError as error:
            raise CommandError("\n".join([*error.problems, "Nothing was changed."])) from None
        self.stdout.write(f"New sets of synonyms: {services.import_synonyms(rows=rows)} of {len(rows)}")
