"""Long jobs, run by the worker beside its other work."""

from __future__ import annotations

from django_tasks import task

from directory.services import open_data


@task(backend="jobs")
def write_open_data() -> int:
    """Write the files of the open data anew where anything changed. Returns how many."""
    return len(open_data.write_open_data())
