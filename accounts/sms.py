"""Short messages: queued in the transaction, sent by the worker through the backend of the settings.

A backend is a class with `send(to, text)`, which raises where it failed: the message is then tried again.
"""

from __future__ import annotations

import json
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from core import outbox
from core.models import OutboxRow

KIND = "sms"
#: What a message holds without Cyrillic (GSM 03.38); the second row costs two places each.
_SHORT = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = set("^{}\\[~]|€")


def segments(text: str) -> int:
    """How many messages a text is charged as: with one Cyrillic letter in it, 70 letters fit into one, not 160."""
    if set(text) <= _SHORT | _DOUBLE:
        length, one, each = sum(2 if letter in _DOUBLE else 1 for letter in text), 160, 153
    else:
        length, one, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= one else -(-length // each)


def queue(*, to: str, text: str) -> OutboxRow:
    """Write the message down; it is sent once the caller's transaction is committed."""
    with transaction.atomic():
        return outbox.add(kind=KIND, key="sms", payload={"to": to, "text": text})


class Backend(Protocol):
    """What sends."""

    def send(self, to: str, text: str) -> None:
        """Hand it over; raise where that failed."""


class ConsoleBackend:
    """Prints it: for one machine."""

    def send(self, to: str, text: str) -> None:
        """Print."""
        print(f"SMS {to} ({segments(text)}): {text}", flush=True)


class FileBackend:
    """Adds a line to `sms.jsonl` in the data folder: for rehearsals and for gateways that read files."""

    def send(self, to: str, text: str) -> None:
        """Write a line."""
        line = {"at": timezone.now().isoformat(), "to": to, "text": text, "segments": segments(text)}
        with (settings.DATA_DIR / "sms.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


@outbox.handler(KIND)
def send(rows: list[OutboxRow]) -> None:
    """Send each; nothing of it is kept."""
    backend: Backend = import_string(settings.SMS_BACKEND)()
    for row in rows:
        if row.payload:
            backend.send(row.payload["to"], row.payload["text"])
            OutboxRow.objects.filter(pk=row.pk).update(payload={})
            row.payload = {}
