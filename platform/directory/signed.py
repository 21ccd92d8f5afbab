"""What the SMS gateway hands over is believed by its signature, and taken once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core import rate_limit

#: So old, or so far ahead, a request may be, in seconds: clocks differ.
LONGEST = 300
TIME, SIGNATURE = "X-Khorshoo-Time", "X-Khorshoo-Signature"


def signature(secret: str, time: str, body: bytes) -> str:
    """HMAC-SHA256 over the time, a full stop and the body, as hexadecimal digits."""
    return hmac.new(secret.encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_genuine(request: HttpRequest) -> bool:
    """Whether it is signed with our secret, and new. Without a secret nothing is."""
    time, sent = request.headers.get(TIME, ""), request.headers.get(SIGNATURE, "")
    if not settings.SMS_REPLY_SECRET or not (time.isascii() and time.isdecimal() and len(time) < 12):
        return False
    expected = signature(settings.SMS_REPLY_SECRET, time, request.body)
    if not hmac.compare_digest(expected.encode(), sent.encode()):
        return False
    return abs(timezone.now().timestamp() - int(time)) <= LONGEST


def once(request: HttpRequest, act: Callable[[], str]) -> str:
    """Do it unless the very same request was taken before; "again" then. What failed may be sent again."""
    with transaction.atomic():
        key = request.headers[SIGNATURE]
        first = rate_limit.allow("sms-reply", key, 1, 4 * LONGEST, strictly=True)
        return act() if first else "again"
