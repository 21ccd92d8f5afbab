"""Answers by SMS to the question whether an entry is still right."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from accounts import limits, phones, sms
from accounts.editing import locked
from directory import confirming, questions
from directory.models import Question
from directory.permissions import may_confirm_entry


@transaction.atomic
def take_answer(*, sender: str, text: str) -> str:
    """1: confirmed; 2: the address where the entry is changed is sent; anything else: a hint, once.

    sender: a phone number. Nothing is done, and nothing sent, for a number that no owner has confirmed, or to whom no
    question is open. Returns "confirmed", "link", "hint" or "nothing".
    """
    found = _question_to(sender)
    if found is None:
        return "nothing"
    organization = locked(found.organization)
    question = Question.objects.select_for_update().select_related("person").get(pk=found.pk)
    question.organization = organization
    if question.state != "open" or not may_confirm_entry(question.person, organization):
        return "nothing"
    typed = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
    if typed == "1":
        confirming.answer(question)
        _next_to(question)
        return "confirmed"
    number = questions.number_of(question.person)
    if typed != "2":
        return "hint" if _hint(question, number) else "nothing"
    if not limits.allow(limits.SMS_TO_NUMBER, number):
        return "nothing"
    with translation.override(question.person.language):
        sms.queue(to=number, text=questions.edit_text(organization))
    return "link"


def _question_to(sender: str) -> Question | None:
    try:
        number = phones.normalized(sender)
    except ValidationError:
        return None
    asked = questions.open_questions().filter(
        sms=Question.Sms.SENT, person__phone_number__number=number, person__phone_number__verified=True
    )
    return asked.select_related("organization").first()


def _next_to(question: Question) -> None:
    """The next question that waited for this person."""
    waiting = questions.open_questions().filter(person=question.person, sms=Question.Sms.WAITING)
    following = waiting.order_by("asked_at", "pk").first()
    if following is not None:
        questions.by_sms(following)


def _hint(question: Question, number: str) -> bool:
    """Whether it was sent: never twice for one question."""
    if question.hinted_at is not None:
        return False
    question.hinted_at = timezone.now()
    question.save(update_fields=["hinted_at"])
    with translation.override(question.person.language):
        sms.queue(to=number, text=questions.hint_text())
    return True
