"""Long jobs, run by the worker beside its other work."""

from __future__ import annotations

from django_tasks import task

from directory import services


@task(backend="jobs")
def write_open_data() -> int:
    """Write the files of the open data anew where anything changed. Returns how many."""
    return len(services.write_open_data())
