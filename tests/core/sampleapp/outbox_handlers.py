"""Writes down what it was given, where a test can read it even if this process is killed."""

import os
import time

from django.conf import settings

from core import outbox
from core.models import OutboxRow


@outbox.handler("write")
def write(rows: list[OutboxRow]) -> None:
    with (settings.DATA_DIR / "handled").open("a") as file:
        for row in rows:
            file.write(f"{row.key}\n")
            file.flush()
            os.fsync(file.fileno())
            time.sleep(row.payload.get("seconds", 0))
