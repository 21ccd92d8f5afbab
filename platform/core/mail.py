"""Mails: written as plain text, queued in the transaction that gives rise to them, sent by the worker.

A template is text alone. Its first line is the subject; paragraphs are parted by blank lines. A paragraph that begins
with four blanks is shown large (a code); one that is an address becomes a link. The HTML part is made from it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core import outbox
from core.context import site_names
from core.models import OutboxRow

KIND = "mail"
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Mail:
    """A mail as it is sent."""

    to: str
    subject: str
    text: str
    html: str
    reply_to: str = ""


def queue(
    *, template: str, to: str, language: str, context: dict[str, Any] | None = None, reply_to: str = ""
) -> OutboxRow:
    """Write the mail in this language now; it is sent once the caller's transaction is committed.

    template: such as "emails/code.txt"; it knows SITE_NAME, SITE_URL and what is in `context`.
    reply_to: the address that an answer goes to.
    """
    mail = replace(
        compose(template=template, to=to, language=language, context=context or {}), reply_to=reply_to
    )
    with transaction.atomic():
        return outbox.add(kind=KIND, key="mail", payload=asdict(mail))


def compose(*, template: str, to: str, language: str, context: dict[str, Any]) -> Mail:
    """The mail, both parts. What is in `context` stands in it as it is: a name is never markup."""
    values = {**site_names(), "language": language, **context}
    with translation.override(language):
        engine: Any = engines["django"]
        text = engine.engine.get_template(template).render(Context(values, autoescape=False))
        subject, _line, body = text.strip().partition("\n")
        body = re.sub(r"\n{3,}", "\n\n", body).strip("\n")
        paragraphs = [_paragraph(part) for part in body.split("\n\n")]
        html = render_to_string("emails/frame.html", {**values, "subject": subject, "paragraphs": paragraphs})
    return Mail(to=to, subject=" ".join(subject.split()), text=body.strip() + "\n", html=html)


def _paragraph(text: str) -> SafeString:
    if text.startswith("    "):
        return format_html('<p class="code">{}</p>', text.strip())
    if _ADDRESS.fullmatch(text.strip()):
        return format_html('<p><a href="{0}">{0}</a></p>', text.strip())
    # safe: every line went through escape
    lines = mark_safe("<br>".join(escape(line) for line in text.strip().splitlines()))
    return format_html("<p>{}</p>", lines)


#: Rows sent by this process that the database does not know of yet, because one beside them failed.
_sent: set[int] = set()


@outbox.handler(KIND)
def send(rows: list[OutboxRow]) -> None:
    """Send each; what was sent is not sent again because another failed, and is not kept."""
    for row in rows:
        if row.pk not in _sent:
            _message(Mail(**row.payload)).send()
            _sent.add(row.pk)
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(payload={})
    _sent.difference_update(row.pk for row in rows)


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    return message
