"""Mails: one text, two parts; sent by the worker, once."""

from __future__ import annotations

import pytest
from django.core import mail as sent_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from core import mail, outbox
from core.models import OutboxRow

pytestmark = pytest.mark.django_db

CONTEXT = {"code": "1234-5678"}


def queue(to: str, **more: str) -> OutboxRow:
    return mail.queue(template="emails/login_code.txt", to=to, language="mn", context=CONTEXT, **more)


def test_the_html_part_says_what_the_text_says() -> None:
    made = mail.compose(template="emails/unknown_account.txt", to="a@example.mn", language="en", context={})
    assert made.subject == "There is no account with this address · Хоршоо"
    assert "/en/account/signup/" in made.text
    assert "/en/account/signup/</a></p>" in made.html
    assert "style=" not in made.html


def test_what_people_wrote_is_never_markup() -> None:
    made = mail.compose(
        template="emails/login_code.txt", to="a@example.mn", language="mn", context={"code": "<b>1</b>"}
    )
    assert "<b>1</b>" in made.text
    assert "&lt;b&gt;1&lt;/b&gt;" in made.html
    assert "<b>1" not in made.html


def test_nothing_is_sent_before_the_commit_nor_when_it_is_taken_back() -> None:
    with transaction.atomic():
        queue("a@example.mn")
        transaction.set_rollback(True)
    outbox.drain()
    assert sent_mail.outbox == []


def test_a_mail_that_fails_does_not_send_its_neighbours_again(monkeypatch: pytest.MonkeyPatch) -> None:
    send = EmailBackend.send_messages

    def choosy(self: EmailBackend, messages: list[sent_mail.EmailMessage]) -> int:
        if messages[0].to == ["bad@example.mn"]:
            raise OSError("no such mailbox")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", choosy)
    for name in ("one", "bad", "two"):
        queue(f"{name}@example.mn")
    outbox.drain()
    outbox.drain()
    assert [message.to for message in sent_mail.outbox] == [["one@example.mn"], ["two@example.mn"]]
    waiting = OutboxRow.objects.get(status=OutboxRow.Status.PENDING)
    assert waiting.payload["to"] == "bad@example.mn"
    assert not any(OutboxRow.objects.exclude(pk=waiting.pk).values_list("payload", flat=True))


def test_an_answer_goes_where_it_should() -> None:
    queue("a@example.mn", reply_to="b@example.mn")
    outbox.drain()
    assert sent_mail.outbox[0].reply_to == ["b@example.mn"]
