"""What changes people."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def add_person(*, email: str, password: str | None = None, name: str = "", **fields: Any) -> User:
    """Somebody who can sign in at once: for commands and for accounts that the site itself makes.

    Their address counts as confirmed. Raises ValueError without an address.
    """
    user = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
