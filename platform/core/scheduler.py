"""Jobs that run again and again: registered in each app's `schedule.py`, run by the worker.

Several workers never run the same job at once or twice: whoever moves its row's `due_at` on has the run.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from core.models import ScheduledRun

#: A job that failed is due again after this, in seconds, if its own pause is longer.
PAUSE_AFTER_FAILURE = 300

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A function and its pause."""

    run: Callable[[], object]
    seconds: int


_jobs: dict[str, Job] = {}


def every(*, seconds: int, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function without arguments, to be run each `seconds`; the first time at once."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        if name in _jobs:
            raise ValueError(f"two scheduled jobs named {name!r}")
        _jobs[name] = Job(function, seconds)
        return function

    return register


def run_due() -> int:
    """Run each job that is due and that no other worker has taken. Returns how many were run.

    A job's error is logged; the job is due again soon.
    """
    now = timezone.now()
    due_at = dict(ScheduledRun.objects.values_list("name", "due_at"))
    count = 0
    for name, job in _jobs.items():
        if name not in due_at:
            ScheduledRun.objects.bulk_create([ScheduledRun(name=name, due_at=now)], ignore_conflicts=True)
        elif due_at[name] > now:
            continue
        if not _take(name, job):
            continue
        count += 1
        try:
            job.run()
        except Exception:  # one job's trouble is not the others'
            logger.exception("schedule: %s failed", name)
            soon = min(job.seconds, PAUSE_AFTER_FAILURE)
            ScheduledRun.objects.filter(name=name).update(due_at=timezone.now() + timedelta(seconds=soon))
    return count


def _take(name: str, job: Job) -> bool:
    """Move the job's time on, unless another worker has just done so."""
    now = timezone.now()
    next_time = now + timedelta(seconds=job.seconds)
    return ScheduledRun.objects.filter(name=name, due_at__lte=now).update(due_at=next_time) == 1
