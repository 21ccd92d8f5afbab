"""What tests of the one door share: an address in use, the mail that was sent."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services.door import add_person
from core import outbox

PASSWORD = "нууц-үг-2026-он"


def member(name: str = "bat", password: str | None = PASSWORD, **fields: object) -> User:
    """Somebody who can sign in."""
    return add_person(email=f"{name}@example.mn", password=password, name=name, **fields)


def mails() -> list[mail.EmailMultiAlternatives]:
    """What the worker sends now."""
    before = len(mail.outbox)
    outbox.drain()
    return mail.outbox[before:]


def code() -> str:
    """The code of the mail that was just sent."""
    (sent,) = mails()
    found = re.search(r"\b\d{4}-\d{4}\b", str(sent.body))
    assert found, sent.body
    return found[0]


def sign_in(client: Client, user: User, password: str = PASSWORD) -> None:
    """With the password; nothing more is asked for."""
    answer = client.post("/mn/account/login/", {"login": user.email, "password": password})
    assert answer.status_code == 302, answer.content.decode()


def is_signed_in(client: Client) -> bool:
    """Whether the account's own page opens."""
    return client.get("/mn/account/").status_code == 200
