"""Jobs that run again and again, one worker at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core import schedule, scheduler
from core.models import OutboxRow, RateCount
from tests.core.conftest import Copy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_jobs", {})


def test_a_job_runs_at_once_then_each_time_its_pause_is_over() -> None:
    runs: list[str] = []
    scheduler.every(seconds=60, name="minute")(lambda: runs.append("minute"))
    scheduler.every(seconds=3600, name="hour")(lambda: runs.append("hour"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert scheduler.run_due() == 2
        assert scheduler.run_due() == 0
        clock.shift(timedelta(seconds=61))
        assert scheduler.run_due() == 1
        clock.shift(timedelta(hours=5))  # a machine that slept makes up for nothing
        assert scheduler.run_due() == 2
        assert scheduler.run_due() == 0
    assert runs == ["minute", "hour", "minute", "minute", "hour"]


def test_a_job_that_fails_neither_stops_the_others_nor_waits_for_its_whole_pause() -> None:
    runs: list[str] = []

    def fails() -> None:
        runs.append("fails")
        raise ValueError("broken")

    scheduler.every(seconds=86_400, name="a")(fails)
    scheduler.every(seconds=86_400, name="b")(lambda: runs.append("b"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        scheduler.run_due()
        clock.shift(timedelta(seconds=scheduler.PAUSE_AFTER_FAILURE + 1))
        scheduler.run_due()
    assert runs == ["fails", "b", "fails"]


def test_two_jobs_of_one_name_are_a_mistake() -> None:
    scheduler.every(seconds=1, name="a")(lambda: None)
    with pytest.raises(ValueError, match="two scheduled jobs"):
        scheduler.every(seconds=1, name="a")(lambda: None)


def test_workers_that_look_at_the_same_moment_run_a_job_once(copy: Copy) -> None:
    printed = copy.python(
        """
import threading
from core import scheduler
scheduler._jobs.clear()
start = threading.Barrier(4)
scheduler.every(seconds=600, name="once")(lambda: print("ran", flush=True))
def worker():
    start.wait()
    scheduler.run_due()
threads = [threading.Thread(target=worker) for _i in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    )
    assert printed.split() == ["ran"]


def test_old_rows_are_forgotten_and_young_and_failed_ones_kept() -> None:
    old, young = timezone.now() - timedelta(days=8), timezone.now()
    for status in OutboxRow.Status.values:
        for age, written in (("old", old), ("young", young)):
            row = OutboxRow.objects.create(kind="test", key=f"{status} {age}", status=status)
            OutboxRow.objects.filter(pk=row.pk).update(created_at=written)
    RateCount.objects.create(scope="test", key_hash="x", window_start=old)
    RateCount.objects.create(scope="test", key_hash="x", window_start=young)
    schedule.prune()
    assert not OutboxRow.objects.filter(key="done old").exists()
    assert OutboxRow.objects.count() == 5
    assert RateCount.objects.count() == 1
