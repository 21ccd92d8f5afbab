"""The worker as a process: woken, ended, killed, started twice."""

import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from core import outbox
from core import worker as core_worker
from tests.core.conftest import Copy, until

ADD = """
from django.db import transaction
from core import outbox
with transaction.atomic():
    for key in {keys!r}:
        outbox.add(kind="write", key=key, payload={{"seconds": {seconds}}})
"""


def add(copy: Copy, *keys: str, seconds: float = 0) -> None:
    copy.python(ADD.format(keys=keys, seconds=seconds))


def count(copy: Copy, status: str) -> int:
    code = f"from core.models import OutboxRow; print(OutboxRow.objects.filter(status={status!r}).count())"
    return int(copy.python(code))


def end(worker: subprocess.Popen[str]) -> float:
    """Seconds from SIGTERM to the end."""
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    worker.wait(10)
    return time.monotonic() - began


#: The worker ends within two seconds; the rest is for a busy machine.
SOON = 4


def test_worker_handles_what_is_committed_and_ends_cleanly(copy: Copy) -> None:
    worker = copy.worker()
    add(copy, "first", "second")
    assert until(lambda: copy.handled() == ["first", "second"])
    assert end(worker) < SOON
    assert worker.returncode == 0
    assert count(copy, "pending") == 0


def test_nudge_wakes_the_worker_before_its_next_look(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(core_worker, "LOOK", 20)
    worker = core_worker.Worker()
    for _again in range(2):
        outbox.nudge()
        began = time.monotonic()
        worker._rest()
        assert time.monotonic() - began < 10
        time.sleep(0.01)


def test_worker_ends_soon_even_in_a_long_piece_of_work_and_loses_nothing(copy: Copy) -> None:
    worker = copy.worker()
    add(copy, "long", seconds=30)
    assert until(lambda: copy.handled() == ["long"])
    assert end(worker) < SOON
    assert worker.returncode == 0
    assert count(copy, "pending") == 1


def test_second_worker_of_a_folder_says_so_in_one_sentence(copy: Copy) -> None:
    copy.worker()
    add(copy, "a")
    assert until(lambda: copy.handled() == ["a"])
    second = copy.manage("work")
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "Another worker" in second.stderr


def test_drain_command_leaves_the_work_to_a_running_worker(copy: Copy) -> None:
    copy.worker()
    add(copy, "a")
    assert until(lambda: copy.handled() == ["a"])
    add(copy, "b", "c")
    done = copy.manage("drain_outbox")
    assert done.returncode == 0, done.stderr
    assert copy.handled() == ["a", "b", "c"]


def test_worker_killed_in_the_middle_loses_nothing(copy: Copy) -> None:
    keys = [f"row{number}" for number in range(40)]
    add(copy, *keys, seconds=0.02)
    worker = copy.worker()
    assert until(lambda: len(copy.handled()) > 5)
    worker.kill()
    worker.wait(10)
    assert count(copy, "done") == 0, "done before its handler returned"
    assert copy.manage("drain_outbox").returncode == 0
    assert set(copy.handled()) == set(keys)
    assert count(copy, "done") == 40


@pytest.mark.slow
def test_nothing_is_lost_however_often_and_whenever_the_worker_is_killed(copy: Copy) -> None:
    dice = random.Random(7)
    keys: list[str] = []
    for turn in range(12):
        new = [f"row{turn}-{number}" for number in range(25)]
        worker = copy.worker()
        add(copy, *new, seconds=0.002)
        keys += new
        time.sleep(dice.uniform(0, 0.8))
        worker.kill()
        worker.wait(10)
    assert copy.manage("drain_outbox").returncode == 0
    assert set(copy.handled()) == set(keys)
    assert count(copy, "pending") == 0


def task_states(copy: Copy) -> list[str]:
    code = (
        "from django_tasks_db.models import DBTaskResult as R\nfor row in R.objects.all(): print(row.status)"
    )
    return copy.python(code).split()


def without_pauses(copy: Copy) -> None:
    """Make the tasks that wait for their next try ready."""
    copy.python(
        "from django_tasks_db.models import DBTaskResult as R; from django.utils import timezone\n"
        "R.objects.filter(status='READY').update(run_after=timezone.now())"
    )


RUN_ALL = """
from core import worker
from django_tasks_db.models import DBTaskResult as R
from django.utils import timezone
while worker.run_one_task():
    R.objects.filter(status="READY").update(run_after=timezone.now())
"""


@pytest.mark.parametrize(
    ("last", "state", "tries"), [(1, "SUCCESSFUL", 1), (3, "SUCCESSFUL", 3), (99, "FAILED", 4)]
)
def test_a_task_that_fails_is_tried_again_but_not_for_ever(
    copy: Copy, last: int, state: str, tries: int
) -> None:
    copy.python(f"from tests.core.sampleapp.tasks import fail_until; fail_until.enqueue('a', {last})")
    copy.python(RUN_ALL)
    assert task_states(copy) == [state]
    assert int((copy.data / "tries-a").read_text()) == tries


def test_a_task_that_failed_waits_before_its_next_try(copy: Copy) -> None:
    copy.python("from tests.core.sampleapp.tasks import fail_until; fail_until.enqueue('a', 2)")
    assert (
        copy.python("from core import worker; print(worker.run_one_task(), worker.run_one_task())")
        == "True False\n"
    )


def test_a_task_whose_worker_was_killed_runs_again(copy: Copy) -> None:
    copy.python("from tests.core.sampleapp.tasks import die_first; die_first.enqueue('a')")
    first = copy.worker()
    first.wait(20)
    assert first.returncode == -signal.SIGKILL
    assert task_states(copy) == ["RUNNING"]
    copy.python("from core import worker; worker.recover_tasks()")
    without_pauses(copy)
    copy.worker()
    assert until(lambda: task_states(copy) == ["SUCCESSFUL"], 20)
