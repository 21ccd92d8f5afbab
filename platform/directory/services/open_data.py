"""The files of the open data."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from core import locks
from directory import open_writing
from directory.models import OpenFile


def write_open_data(*, now: dt.datetime | None = None) -> list[OpenFile]:
    """Write the files of the open data, with what changed, was added and is gone since the last time.

    In many small transactions: at 100,000 entries it takes minutes, in which others want to write. One writer at a
    time; another one goes away and leaves it to the first. now: for changes found. Returns the files.
    """
    with locks.only_one(settings.DATA_DIR / "locks" / "open-data", wait=0) as mine:
        return open_writing.write_all(now or timezone.now()) if mine else []
