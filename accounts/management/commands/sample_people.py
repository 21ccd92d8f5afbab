"""manage.py sample_people --password P, or --remove"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import autodiscover_modules

from accounts import samples


class Command(BaseCommand):
    """One account for each role, with organizations and private marks, as JSON; never for production."""

    help = "Makes one account for each role and prints them as JSON; --remove takes them away again."

    def add_arguments(self, parser: CommandParser) -> None:
        """--password or --remove."""
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--password", help="the password of them all, at least 10 characters")
        wanted.add_argument("--remove", action="store_true", help="take them away, with all that is theirs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where samples are not allowed, or there already."""
        if not settings.SAMPLE_PEOPLE:
            raise CommandError("Sample people are made with local settings only, never in production.")
        if options["remove"]:
            self.stdout.write(json.dumps({"removed": samples.remove()}))
            return
        if len(options["password"]) < 10:
            raise CommandError("The password needs at least 10 characters.")
        if samples.are_there():
            raise CommandError("The sample people are there already: --remove takes them away.")
        autodiscover_modules("samples")
        made = samples.make(options["password"]).as_json()
        self.stdout.write(json.dumps(made, ensure_ascii=False, indent=2))
