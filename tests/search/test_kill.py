"""The indexer is killed: nothing that was committed is lost, nothing that is gone stays."""

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.conftest import Copy, new_database, until

pytestmark = pytest.mark.slow

WRITE = """
from django.contrib.auth.models import Group
from django.db import transaction
from search import services
def write(name):
    with transaction.atomic():
        group, _made = Group.objects.get_or_create(name=name)
        services.reindex(group)
def delete(name):
    with transaction.atomic():
        group = Group.objects.get(name=name)
        services.reindex(group)
        group.delete()
"""
DRAIN = "from core import outbox\nwhile outbox.drain(): pass\n"
STATE = """
from core.models import OutboxRow
from search import indexer
print([indexer.sweep(), len(indexer.engine().stored()), OutboxRow.objects.filter(status="pending").count()])
"""
SAME = {"missing": 0, "stale": 0, "gone": 0}


class SearchCopy(Copy):
    """With search and something to search for."""

    @property
    def env(self) -> dict[str, str]:
        return super().env | {"DJANGO_SETTINGS_MODULE": "tests.search.copy_settings"}

    def state(self) -> list[object]:
        """What a sweep finds, how much is in the index, how much waits."""
        return list(ast.literal_eval(self.python(STATE)))


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[SearchCopy]:
    copy = SearchCopy(tmp_path, new_database())
    for command in (["migrate", "--verbosity=0"], ["createcachetable"]):
        done = copy.manage(*command)
        assert done.returncode == 0, done.stderr
    copy.python("from django.contrib.auth.models import Group\nGroup.objects.all().delete()\n")  # Wagtail's
    done = copy.manage("rebuild_index")
    assert done.returncode == 0, done.stderr
    yield copy
    copy.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_between_the_index_and_the_outbox(copy: SearchCopy, moment: str) -> None:
    copy.python(WRITE + "write('нэг'); write('хоёр')\n" + DRAIN)
    copy.python(WRITE + "write('гурав'); delete('нэг')\n")
    die = f"""
import os, signal
from core import outbox
index = outbox._handlers["index"]
def kill(rows):
    if {moment!r} == "after": index(rows)
    os.kill(os.getpid(), signal.SIGKILL)
outbox._handlers["index"] = kill
outbox.drain()
"""
    with pytest.raises(AssertionError):
        copy.python(die)
    copy.python(DRAIN)
    assert copy.state() == [SAME, 2, 0]


def test_a_worker_killed_again_and_again_loses_nothing(copy: SearchCopy) -> None:
    worker = copy.worker()
    for turn in range(4):
        names = [f"{turn}-{number}" for number in range(60)]
        copy.python(WRITE + f"for name in {names}: write(name)\nfor name in {names[::3]}: delete(name)\n")
        time.sleep(0.15 * turn)  # another moment of its work each time
        worker.kill()
        worker.wait()
        worker = copy.worker()
    assert until(lambda: copy.state()[1:] == [160, 0], 40)
    assert copy.state() == [SAME, 160, 0]


def test_an_index_can_be_built_while_the_worker_writes(copy: SearchCopy) -> None:
    copy.worker()
    copy.python(WRITE + "for number in range(50): write(f'a{number}')\n")
    assert until(lambda: copy.state()[1:] == [50, 0], 30)
    done = copy.manage("rebuild_index")
    assert done.returncode == 0, done.stderr
    copy.python(WRITE + "for number in range(50): write(f'b{number}')\n")
    assert until(lambda: copy.state()[1:] == [100, 0], 30)
    assert copy.state() == [SAME, 100, 0]
