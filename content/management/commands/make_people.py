"""manage.py make_people --password-file FILE"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from accounts.services.door import add_person
from content.permissions import AGENCY, EDITORS, MODERATORS

PEOPLE = [
    ("editor@khorshoo.example", "Редактор", EDITORS, False),
    ("moderator@khorshoo.example", "Хянагч", MODERATORS, False),
    ("administrator@khorshoo.example", "Админ", AGENCY, True),
]


class Command(BaseCommand):
    """An editor, a moderator and an administrator for a copy on one machine."""

    help = "Makes the three log-ins of a local copy; people who exist keep their password."

    def add_arguments(self, parser: CommandParser) -> None:
        """--password-file."""
        parser.add_argument(
            "--password-file", type=Path, required=True, help="where this copy's password is kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make who is missing, print the log-ins."""
        password = self.password(options["password_file"])
        given = bool(os.environ.get("KHORSHOO_EDITOR_PASSWORD"))
        with transaction.atomic():
            for email, name, group, superuser in PEOPLE:
                user = User.objects.filter(email=email).first()
                if user is None:
                    user = add_person(
                        email=email, password=password, name=name, is_staff=superuser, is_superuser=superuser
                    )
                    user.groups.add(Group.objects.get(name=group))
                elif given and not user.check_password(password):
                    user.set_password(password)
                    user.save(update_fields=["password"])
                self.stdout.write(f"  {email.partition('@')[0]:<14} {email}")
        self.stdout.write(f"  password       {password}")

    def password(self, path: Path) -> str:
        """The given password, else this copy's own, made on the first run and kept readable by its owner alone."""
        if given := os.environ.get("KHORSHOO_EDITOR_PASSWORD", ""):
            return given
        try:
            if path.exists():
                return path.read_text("utf-8").strip()
            path.parent.mkdir(parents=True, exist_ok=True)
            made = "-".join(secrets.token_hex(2) for _part in range(4))
            path.touch(mode=0o600)
            path.write_text(made + "\n", "utf-8")
        except OSError as error:
            raise CommandError(f"The password can't be kept in {path}: {error.strerror}.") from None
        return made
