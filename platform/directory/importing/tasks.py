"""The steps of an import, run by the worker beside its other work. Each bears being begun again."""

from __future__ import annotations

from django_tasks import task

from directory.importing import running, undoing


@task(backend="jobs")
def make_report(pk: int) -> None:
    """Read the file."""
    running.make_report(pk)


@task(backend="jobs")
def carry_out(pk: int) -> None:
    """Import."""
    running.carry_out(pk)


@task(backend="jobs")
def take_back(pk: int) -> None:
    """Take it back."""
    undoing.take_back(pk)
