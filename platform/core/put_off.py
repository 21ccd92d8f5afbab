"""Wagtail's small jobs after each save (index of references, its own search), put off while much is saved at once.

Outside of `until_the_end` every job runs at once. Inside, a job asked for again and again for the same object runs
once, at the end: one object that is saved eight times is indexed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

_Job = tuple[Task[Any, Any], tuple[Any, ...]]
_waiting: ContextVar[dict[Any, _Job] | None] = ContextVar("put_off", default=None)


class Backend(ImmediateBackend):
    """Runs a task at once, or notes it inside `until_the_end`."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """The finished task, or the noted one, which is "ready" and never changes."""
        waiting = _waiting.get()
        if waiting is None or kwargs:
            return super().enqueue(task, args, kwargs)
        self.validate_task(task)
        waiting[task.module_path, repr(args)] = (task, tuple(args))
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@contextmanager
def until_the_end() -> Iterator[None]:
    """Put jobs off; run each once when the block ends well. Within an outer block, that one's end counts."""
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[Any, _Job] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for task, arguments in waiting.values():
        task.enqueue(*arguments)
