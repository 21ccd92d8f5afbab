"""Mails about organizations: composed in each person's language, sent after commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts import limits
from accounts.addresses import address_in
from accounts.codes import Role
from accounts.models import Membership, Organization, User
from core import mail

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Gives subject and paragraphs in the active language.
Compose = Callable[[], tuple[str, list[str]]]


def tell(people: Iterable[User], compose: Compose, *, view: str, **kwargs: Any) -> None:
    """Queue a mail to each, with a link to the page `view`. Belongs into the transaction.

    Whoever got many in the last hour gets one that says so instead: all of it waits on their pages.
    """
    for person in people:
        box = limits.mailbox(person.email)
        if limits.allow(limits.NOTICES_TO, box):
            write_to(person.email, person.language, compose, view=view, **kwargs)
        else:
            tell_of_more(person)


def tell_of_more(person: User) -> None:
    """Queue the mail that says that more waits on their pages, unless they have just got it."""
    if limits.allow(limits.MORE_NOTICES_TO, limits.mailbox(person.email)):
        link = address_in(person.language, "organizations")
        mail.queue(
            template="emails/more_notices.txt",
            to=person.email,
            language=person.language,
            context={"link": link},
        )


def write_to(address: str, language: str, compose: Compose, *, view: str, **kwargs: Any) -> None:
    """Queue a mail to an address."""
    with translation.override(language or settings.LANGUAGE_CODE):
        subject, lines = compose()
        link = settings.SITE_URL + reverse(view, kwargs=kwargs)
    mail.queue(
        template="emails/organization_notice.txt",
        to=address,
        language=language or settings.LANGUAGE_CODE,
        context={"subject": subject, "lines": lines, "link": link},
    )


def owners(organization: Organization) -> QuerySet[User]:
    """Who owns it now."""
    current = Membership.objects.current().filter(organization=organization, role=Role.OWNER)
    return User.objects.filter(pk__in=current.values("user"))


def spokespeople(organization: Organization) -> QuerySet[User]:
    """Owners and publishers: who decides in an umbrella's name."""
    current = Membership.objects.current().filter(
        organization=organization, role__in=[Role.OWNER, Role.PUBLISHER]
    )
    return User.objects.filter(pk__in=current.values("user"))
