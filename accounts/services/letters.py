"""Letters to people of the list and to organizations: sent on by mail, without showing the receivers' addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from accounts import notices
from accounts.addresses import address_in
from accounts.confirmed import reply_address
from accounts.models import Letter, Organization, User
from accounts.permissions.organizations import may_write_to_organization
from accounts.permissions.people import may_write_letter
from core import mail

#: Letters are kept this long, in case one is reported.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class About:
    """What a letter answers.

    title: as its reader knows it; view, kwargs: of the page where it stands.
    """

    title: str
    view: str
    kwargs: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def send_letter(*, user: Any, person: User, text: str, token: str) -> Letter:
    """Send `text` on to the person's mail address; their answer goes to the sender's.

    token: from the form, good for one letter.
    Returns the letter, the earlier one where the token was used before. Raises PermissionDenied where this person
    may not be written to by that one.
    """
    if not may_write_letter(user, person):
        raise PermissionDenied
    letter, is_new = _kept(sender=user, receiver=person, text=text.strip(), token=token)
    if is_new:
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


@transaction.atomic
def write_to_organization(
    *,
    user: Any,
    organization: Organization,
    text: str,
    token: str,
    kind: str = Letter.Kind.ORGANIZATION,
    about: About | None = None,
) -> Letter:
    """Send `text` on to its owners and publishers, each in their language; an answer goes to the sender's address.

    kind: of `Letter.Kind`; a request to join waits on the organization's own pages as well.
    token: from the form, good for one letter.
    about: what it answers.
    Returns the letter, the earlier one where the token was used before. Raises PermissionDenied where the
    organization may not be written to by this person.
    """
    if not may_write_to_organization(user, organization):
        raise PermissionDenied
    letter, is_new = _kept(
        sender=user,
        organization=organization,
        kind=kind,
        about=about.title[:200] if about else "",
        text=text.strip(),
        token=token,
    )
    if is_new:
        address = reply_address(user)
        for person in notices.spokespeople(organization):
            _send_on(letter, person, address, about)
    return letter


def _kept(*, token: str, **values: Any) -> tuple[Letter, bool]:
    """The letter of the form with this token, and whether it is new."""
    try:
        with transaction.atomic():
            return Letter.objects.create(token=token, **values), True
    except IntegrityError:
        return Letter.objects.get(token=token, sender=values["sender"]), False


def _send_on(letter: Letter, person: User, address: str, about: About | None) -> None:
    organization: Any = letter.organization
    language = person.language
    with override(language):
        name = organization.name
    if about:
        link = address_in(language, about.view, **about.kwargs)
    elif letter.kind == Letter.Kind.JOIN:
        link = address_in(language, "organization-people", public_id=organization.public_id)
    else:
        link = address_in(language, "organization", public_id=organization.public_id)
    mail.queue(
        template="emails/letter_to_organization.txt",
        to=person.email,
        language=language,
        reply_to=address,
        context={
            "kind": letter.kind,
            "sender": letter.sender.shown_name,
            "organization": name,
            "about": letter.about,
            "address": address,
            "text": _quoted(letter.text),
            "profile": address_in(language, "person", public_id=letter.sender.public_id),
            "link": link,
        },
    )


def _quoted(text: str) -> str:
    """Marked line by line, so that nobody takes a stranger's words for the site's."""
    return "\n".join(f"> {line}" for line in text.splitlines())


@transaction.atomic
def forget_old_letters() -> int:
    """Delete letters that nobody needs any more; returns how many."""
    return Letter.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
