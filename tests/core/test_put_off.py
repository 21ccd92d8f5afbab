"""Wagtail's small jobs: at once, or once at the end of a block in which much is saved."""

import pytest
from django_tasks import task

from core import put_off

ran: list[str] = []


@task()
def note(name: str) -> None:
    """Stands for an index being brought up to date."""
    ran.append(name)


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def test_outside_of_a_block_each_job_runs_at_once() -> None:
    note.enqueue("a")
    note.enqueue("a")
    assert ran == ["a", "a"]


def test_inside_each_job_runs_once_at_the_end_of_the_outermost_block() -> None:
    with put_off.until_the_end():
        note.enqueue("a")
        with put_off.until_the_end():
            note.enqueue("b")
        note.enqueue("a")
        assert ran == []
    assert ran == ["a", "b"]
    note.enqueue("c")
    assert ran == ["a", "b", "c"]


def test_a_block_that_fails_runs_nothing() -> None:
    @put_off.until_the_end()
    def fail() -> None:
        note.enqueue("a")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ran == []
