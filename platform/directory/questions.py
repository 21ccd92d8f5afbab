"""The question "is this still right?" to the owners of an entry: by mail with a link, perhaps by SMS."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import limits, notices, sms
from accounts.addresses import address_in
from accounts.models import Organization, PhoneNumber, User
from core import mail
from directory.models import Question
from directory.permissions import may_confirm_entry

#: What the mails say, by stage: the question, that the entry is marked, that it is hidden.
MAILS = {stage: f"emails/entry_{stage}.txt" for stage in ("asked", "marked", "hidden")}


def open_questions() -> QuerySet[Question]:
    """Those that can be answered."""
    return Question.objects.filter(answered_at=None, closed_at=None, ends_at__gt=timezone.now())


def send(organization: Organization, stage: str) -> bool:
    """Write to each owner, with a link of their own; whether anybody was written to.

    Whoever got many mails in the last hour is told, at most, that more waits on their pages. Belongs into a
    transaction.
    """
    reached = False
    ends_at = timezone.now() + timedelta(days=settings.FRESHNESS_LINK_DAYS)
    for person in notices.owners(organization):
        if limits.allow(limits.NOTICES_TO, limits.mailbox(person.email)):
            question, key = Question.ask(organization=organization, person=person, ends_at=ends_at)
            _mail(question, key, stage)
            by_sms(question)
            reached = True
        elif stage != "asked":
            notices.tell_of_more(person)
    return reached


def _mail(question: Question, key: str, stage: str) -> None:
    person = question.person
    with translation.override(person.language):
        name = question.organization.name
    mail.queue(
        template=MAILS[stage],
        to=person.email,
        language=person.language,
        context={
            "name": name,
            "link": address_in(person.language, "directory-confirm", key=key),
            "until": question.ends_at,
        },
    )


def number_of(person: User) -> str:
    """Their confirmed phone number, "" without one."""
    rows = PhoneNumber.objects.filter(user=person, verified=True, user__is_active=True)
    return rows.values_list("number", flat=True).first() or ""


def by_sms(question: Question) -> None:
    """Send the question by SMS too, where that is on; it waits while this person has another to answer."""
    number = number_of(question.person) if settings.FRESHNESS_SMS else ""
    if not number or not may_confirm_entry(question.person, question.organization):
        return
    others = open_questions().filter(person=question.person, sms=Question.Sms.SENT).exclude(pk=question.pk)
    others.filter(organization=question.organization).update(sms=Question.Sms.NONE)
    busy = others.exclude(organization=question.organization).exists()
    question.sms = Question.Sms.WAITING if busy else Question.Sms.SENT
    question.save(update_fields=["sms"])
    if not busy:
        with translation.override(question.person.language):
            sms.queue(to=number, text=question_text(question.organization))


def question_text(organization: Organization) -> str:
    """In the active language; the name is cut so that it is charged as one message."""
    return _in_one(
        lambda name: _("%(site)s: is «%(name)s» still right? 1=yes, 2=changed") % _named(name),
        organization.name,
    )


def hint_text() -> str:
    """To what was no answer."""
    return _("%(site)s: answer 1 (all is right) or 2 (something has changed).") % {"site": settings.SITE_NAME}


def edit_text(organization: Organization) -> str:
    """Where to change the entry: an address that is short enough for one message."""
    link = f"{settings.SITE_URL}/e/{organization.public_id}/"
    return _("Change it: %(link)s") % {"link": link}


def _named(name: str) -> dict[str, Any]:
    return {"site": settings.SITE_NAME, "name": name}


def _in_one(text: Any, name: str) -> str:
    while name and sms.segments(text(name)) > 1:
        name = name.rstrip("…")[:-1].rstrip() + "…" if len(name.rstrip("…")) > 1 else ""
    whole: str = text(name)
    return whole
