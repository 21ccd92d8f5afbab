"""Long jobs, run by the worker beside its other work."""

from __future__ import annotations

from django_tasks import task

from directory.services import clock, open_data


@task(backend="jobs")
def write_open_data() -> int:
    """Write the files of the open data anew where anything changed. Returns how many."""
    return len(open_data.write_open_data())


@task(backend="jobs")
def keep_fresh() -> None:
    """What the clock does in a night: the last stage first, so that no entry goes through two."""
    clock.hide_entries()
    clock.pass_on()
    clock.mark_entries()
    clock.ask_owners()
    clock.send_waiting_messages()
