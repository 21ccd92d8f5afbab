"""manage.py load_starter [--undo]"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.loading.bundle import STARTER
from content.loading.files import ContentFileError
from content.loading.loader import load
from content.loading.remembered import Report, undo


class Command(BaseCommand):
    """Load the starter content, or take it back."""

    help = "Loads the starter content; what an editor has changed stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """--undo, --folder."""
        parser.add_argument("--undo", action="store_true", help="take back what nobody has changed since")
        parser.add_argument("--folder", type=Path, default=STARTER, help="where the files are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, with progress on a terminal."""
        if options["undo"]:
            self.tell(undo())
            return
        try:
            self.tell(load(options["folder"], progress=self.progress))
        except ContentFileError as error:
            raise CommandError(str(error)) from None

    def progress(self, done: int, total: int, name: str) -> None:
        """One line that counts up on a terminal, a line now and then elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {done}/{total} {name[:60]:<60}", ending="\n" if done == total else "")
            sys.stdout.flush()
        elif done % 50 == 0 or done == total:
            self.stdout.write(f"  {done}/{total}")

    def tell(self, report: Report) -> None:
        """What was done, and what was left to its editors."""
        self.stdout.write(f"Starter content: {report}.")
        for name in report.kept:
            self.stdout.write(f"  left as its editors made it: {name}")
