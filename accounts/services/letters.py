"""Letters to people of the list: sent on by mail, without showing the receiver's address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.addresses import address_in
from accounts.models import Letter, User
from accounts.permissions.people import may_write_letter
from core import mail

#: Letters are kept this long, in case one is reported.
KEPT = timedelta(days=90)


@transaction.atomic
def send_letter(*, user: Any, person: User, text: str, token: str) -> Letter:
    """Send `text` on to the person's mail address; their answer goes to the sender's.

    token: from the form, good for one letter.
    Returns the letter, the earlier one where the token was used before. Raises PermissionDenied where this person
    may not be written to by that one.
    """
    if not may_write_letter(user, person):
        raise PermissionDenied
    try:
        with transaction.atomic():
            letter = Letter.objects.create(sender=user, receiver=person, text=text.strip(), token=token)
    except IntegrityError:
        return Letter.objects.get(token=token, sender=user)
    mail.queue(
        template="emails/letter.txt",
        to=person.email,
        language=person.language,
        reply_to=user.email,
        context={
            "sender": user.shown_name,
            "address": user.email,
            "text": _quoted(letter.text),
            "profile": address_in(person.language, "person", public_id=user.public_id),
            "settings": address_in(person.language, "profile"),
        },
    )
    return letter


def _quoted(text: str) -> str:
    """Marked line by line, so that nobody takes a stranger's words for the site's."""
    return "\n".join(f"> {line}" for line in text.splitlines())


@transaction.atomic
def forget_old_letters() -> int:
    """Delete letters that nobody needs any more; returns how many."""
    return Letter.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
