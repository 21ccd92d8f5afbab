"""Long jobs, run by the worker beside its other work."""

from __future__ import annotations

from django_tasks import task

from search import services


@task(backend="jobs")
def compare() -> dict[str, int]:
    """Compare database and index. Returns how many documents differed."""
    return services.compare_index()
