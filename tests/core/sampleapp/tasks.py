"""Tasks that fail, last, or are killed."""

import os
import signal

from django.conf import settings
from django_tasks import task


def _tries(name: str) -> int:
    file = settings.DATA_DIR / f"tries-{name}"
    tries = int(file.read_text()) + 1 if file.exists() else 1
    file.write_text(str(tries))
    return tries


@task(backend="jobs")
def fail_until(name: str, last: int) -> None:
    """Fails before its `last` try."""
    if _tries(name) < last:
        raise ValueError("not yet")


@task(backend="jobs")
def die_first(name: str) -> None:
    """Kills its own process at the first try."""
    if _tries(name) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
