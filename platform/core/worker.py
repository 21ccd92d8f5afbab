"""The one process beside the web server: drains the outbox, runs the schedule, runs the tasks of "jobs"."""

import hashlib
import logging
import os
import signal
import socket
import threading
import time
from datetime import timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from core import outbox, scheduler

#: The name of the task backend whose tasks are run here.
JOBS = "jobs"
#: How often a task is begun at most; a pause that doubles lies between.
MAX_TRIES = 4
#: How often everything is looked at without a nudge, and how often the nudge is looked for, in seconds.
LOOK = 1.0
NUDGE_LOOK = 0.05
#: After this, what still works when the process is told to end is cut off: all of it bears that.
GRACE = 1.2

logger = logging.getLogger(__name__)


def lock_file() -> Path:
    """Whoever holds it is this folder's only worker, and so the search index's only writer."""
    return Path(settings.DATA_DIR) / "worker.lock"


def worker_id() -> str:
    """The same after a restart, so that a worker knows which tasks it was killed in."""
    return hashlib.sha256(f"{socket.gethostname()}:{settings.DATA_DIR}".encode()).hexdigest()[:32]


class Worker:
    """Works until it is told to stop."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._nudge_file = Path(settings.DATA_DIR) / "worker.nudge"
        self._nudged_at = self._nudge_time()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; ends within two seconds of it."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        # Tasks have a thread of their own: a long one must not keep a published page out of the search.
        threading.Thread(target=self._run_tasks, name="tasks", daemon=True).start()
        while not self.stopped.is_set():
            try:
                close_old_connections()
                # In this order, so that what was just published is found at once.
                work = scheduler.run_due() + outbox.drain()
            except Exception:  # the database may be away for a while
                logger.exception("worker: one round failed")
                work = 0
            if not work:
                self._rest()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """End after what is being done now, or at the end of the grace period."""
        self.stopped.set()
        cut_off = threading.Timer(GRACE, os._exit, [0])
        cut_off.daemon = True
        cut_off.start()

    def _nudge_time(self) -> int:
        try:
            return self._nudge_file.stat().st_mtime_ns
        except OSError:
            return 0

    def _rest(self) -> None:
        """Until a nudge, the next look, or the end."""
        until = time.monotonic() + LOOK
        while time.monotonic() < until and not self.stopped.is_set():
            nudged_at = self._nudge_time()
            if nudged_at != self._nudged_at:
                self._nudged_at = nudged_at
                return
            time.sleep(NUDGE_LOOK)

    def _run_tasks(self) -> None:
        recovered = False
        while not self.stopped.is_set():
            try:
                close_old_connections()
                if not recovered:
                    recover_tasks()
                    recovered = True
                worked = run_one_task()
            except Exception:
                logger.exception("worker: a task could not be run")
                worked = False
            if not worked:
                self.stopped.wait(LOOK)
        connections.close_all()


class _Tasks(TaskWorker):
    """django-tasks-db's worker, with retries."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=JOBS,
            startup_delay=False,
            max_tasks=1,
            worker_id=worker_id(),
            excluded_queue_names=[],
        )

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run it; where it failed, have it again after a pause."""
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            _begin_again(db_task_result)


def run_one_task() -> bool:
    """Run the next task that is ready, if there is one; whether there was."""
    # Looked for without a lock first: claiming takes SQLite's only one.
    if not DBTaskResult.objects.ready().filter(backend_name=JOBS).exists():
        return False
    _Tasks().run()
    return True


def recover_tasks() -> None:
    """Have those tasks again in which this worker was killed: their rows say "running" for ever."""
    for row in DBTaskResult.objects.running().filter(backend_name=JOBS):
        if row.worker_ids[-1:] == [worker_id()] and not _begin_again(row):
            row.set_failed(RuntimeError(f"the worker ended {MAX_TRIES} times while it ran this"))


def _begin_again(row: DBTaskResult) -> bool:
    """Make the task ready again after a pause, unless it was tried often enough; whether it was made so."""
    tries = len(row.worker_ids)
    if tries >= MAX_TRIES:
        return False
    row.status = TaskResultStatus.READY
    row.run_after = timezone.now() + timedelta(seconds=5 * 4**tries)
    row.save(update_fields=["status", "run_after"])
    return True
