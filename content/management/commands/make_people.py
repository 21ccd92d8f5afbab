"""manage.py make_people --password-file FILE"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

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
        given = _given()
        file: Path = options["password_file"]
        try:
            with transaction.atomic():
                password = given or _of_this_copy(file)
                for email, name, group, superuser in PEOPLE:
                    user = User.objects.filter(email=email).first()
                    if user is None:
                        user = add_person(
                            email=email,
                            password=password,
                            name=name,
                            is_staff=superuser,
                            is_superuser=superuser,
                        )
                        user.groups.add(Group.objects.get(name=group))
                    elif given and not user.check_password(password):
                        user.set_password(password)
                        user.save(update_fields=["password"])
                    self.stdout.write(f"  {email.partition('@')[0]:<14} {email}")
                if given:  # from now on theirs: the next start, which may be given none, tells this one
                    _keep(file, given)
        except OSError as error:
            raise CommandError(f"The password can't be kept in {file}: {error.strerror}.") from None
        self.stdout.write(f"  password       {password}")


def _given() -> str:
    """What KHORSHOO_EDITOR_PASSWORD says; on one's own machine it may be anything.

    Raises CommandError on the open internet, where the site would take it from nobody.
    """
    given = os.environ.get("KHORSHOO_EDITOR_PASSWORD", "").strip()
    try:
        with translation.override("en"):  # as all that commands say
            if given and settings.REQUIRE_SECOND_FACTOR:
                validate_password(given)
    except ValidationError as error:
        raise CommandError(
            "KHORSHOO_EDITOR_PASSWORD is wrong: expected what the site asks of every password. "
            f"({' '.join(error.messages)})"
        ) from None
    return given


def _of_this_copy(file: Path) -> str:
    """The password in `file`, made on the first run. Raises OSError."""
    if file.exists():
        return file.read_text("utf-8").strip()
    made = "-".join(secrets.token_hex(2) for _part in range(4))
    _keep(file, made)
    return made


def _keep(file: Path, password: str) -> None:
    """Write it where its owner alone may read it. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(password + "\n", "utf-8")
