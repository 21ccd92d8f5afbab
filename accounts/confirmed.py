"""Which mail addresses a person has proved to be theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress


def confirmed_addresses(user: Any) -> set[str]:
    """In lower case; nothing for a visitor or somebody who may not sign in."""
    if not user.is_authenticated or not user.is_active:
        return set()
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in proved}


def is_confirmed(user: Any) -> bool:
    """Whether the person has proved an address."""
    return bool(confirmed_addresses(user))


def reply_address(user: Any) -> str:
    """Where answers to this person's letters go: their address, or another that they have proved; "" without one."""
    proved = confirmed_addresses(user)
    return str(user.email) if user.email.lower() in proved else min(proved, default="")
