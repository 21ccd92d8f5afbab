"""`manage.py make_leaflets`: pages as A4 PDF."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.leaflets import chosen, pdf_of


class Command(BaseCommand):
    """Renders the print form of pages; all step-by-steps and guides unless addresses are given."""

    help = "Renders pages as A4 PDF into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which pages, and where to."""
        parser.add_argument("paths", nargs="*", help="addresses such as /mn/found/steps/")
        parser.add_argument("--into", type=Path, default=settings.ROOT / "leaflets", help="the folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError without WeasyPrint and for an address that is no page."""
        if find_spec("weasyprint") is None:
            raise CommandError("WeasyPrint is missing: `make leaflets` installs it (the extra `documents`).")
        folder: Path = options["into"]
        folder.mkdir(parents=True, exist_ok=True)
        for path in options["paths"] or chosen():
            try:
                pdf = pdf_of(path)
            except ValueError as error:
                raise CommandError(str(error)) from error
            file = folder / f"{path.strip('/').replace('/', '-')}.pdf"
            file.write_bytes(pdf)
            self.stdout.write(f"{file} ({len(pdf) // 1024} kB)")
