"""A clock that stands at the first of January and is moved by months, with the worker's nights on the way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from django.core import mail

from core import outbox
from directory.tasks import keep_fresh

BEGIN = dt.datetime(2026, 1, 1, 4, tzinfo=dt.UTC)
_LINK = re.compile(r"https?://\S+(/(?:mn|en)/directory/confirm/[\w-]+/)")


class Clock:
    """traveller: the stopped clock."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller

    def months(self, months: int, days: int = 0) -> None:
        """Set it to so many months and days after the beginning."""
        self.traveller.move_to(
            BEGIN.replace(year=2026 + months // 12, month=1 + months % 12) + dt.timedelta(days)
        )

    def night(self, months: int, days: int = 0) -> None:
        """The same, and the worker does its nightly work and sends its mails."""
        self.months(months, days)
        keep_fresh.func()
        outbox.drain()


@contextmanager
def clock() -> Iterator[Clock]:
    """Within: entries are made on the first of January."""
    with time_machine.travel(BEGIN, tick=False) as traveller:
        yield Clock(traveller)


def mails(to: str) -> list[Any]:
    """Those sent to an address, the oldest first."""
    return [one for one in mail.outbox if one.to == [to]]


def link_to(to: str) -> str:
    """The link of the newest question to this address."""
    found = [link[1] for one in mails(to) if (link := _LINK.search(str(one.body)))]
    assert found, "no link in the mails"
    return found[-1]
