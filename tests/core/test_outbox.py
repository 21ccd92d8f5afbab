"""The outbox: nothing that was committed is forgotten, nothing that was taken back is done."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.models import ContentVersion, OutboxRow

pytestmark = pytest.mark.django_db


class Inbox(list[str]):
    """What a handler was given; it fails for the keys in `poison`."""

    def __init__(self) -> None:
        super().__init__()
        self.poison: set[str] = set()
        self.batches: list[int] = []

    def take(self, rows: list[OutboxRow]) -> None:
        self.batches.append(len(rows))
        for row in rows:
            if row.key in self.poison:
                raise ValueError(f"poison: {row.key}")
        self.extend(row.key for row in rows)


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setattr(outbox, "_handlers", {})
    inbox = Inbox()
    outbox.handler("test")(inbox.take)
    return inbox


def fill(*keys: str) -> None:
    for key in keys:
        outbox.add(kind="test", key=key)


def status(key: str) -> str:
    return OutboxRow.objects.get(key=key).status


@pytest.mark.django_db(transaction=True)
def test_adding_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        outbox.add(kind="test", key="a")


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_never_done(inbox: Inbox) -> None:
    with transaction.atomic():
        fill("a")
        transaction.set_rollback(True)
    with transaction.atomic():
        fill("b")
    assert outbox.drain() == 1
    assert inbox == ["b"]


@pytest.mark.django_db(transaction=True)
def test_a_commit_nudges_the_worker(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    with transaction.atomic():
        outbox.add(kind="test", key="a")
        assert not (tmp_path / "worker.nudge").exists()
    assert (tmp_path / "worker.nudge").exists()


def test_rows_are_handled_once_in_the_order_of_writing(inbox: Inbox) -> None:
    fill("a", "b", "a", "c")
    assert outbox.drain() == 4
    assert inbox == ["a", "b", "a", "c"]
    assert inbox.batches == [4]
    assert outbox.drain() == 0
    assert inbox.batches == [4]


def test_an_object_is_named_by_model_and_key(inbox: Inbox) -> None:
    outbox.add(kind="test", obj=ContentVersion(pk=7, version=1), payload={"why": "moved"})
    row = OutboxRow.objects.get()
    assert row.key == "core.contentversion:7"
    assert row.payload == {"why": "moved"}
    with pytest.raises(ValueError, match="primary key"):
        outbox.add(kind="test", obj=ContentVersion(version=1))


def test_a_limit_leaves_the_rest_for_later(inbox: Inbox) -> None:
    fill(*"abcde")
    assert outbox.drain(limit=3) == 3
    assert outbox.drain(limit=3) == 2
    assert inbox == list("abcde")


def test_one_poisoned_row_does_not_hold_up_the_others(inbox: Inbox) -> None:
    inbox.poison = {"c"}
    fill(*"abcdefgh")
    assert outbox.drain() == 7
    assert sorted(inbox) == list("abdefgh")
    row = OutboxRow.objects.get(key="c")
    assert (row.status, row.attempts) == ("pending", 1)
    assert "poison: c" in row.last_error
    outbox.drain()
    assert OutboxRow.objects.get(key="c").attempts == 1, "it was tried again without a pause"


def test_pauses_double_until_the_row_is_set_aside(inbox: Inbox) -> None:
    inbox.poison = {"a"}
    fill("a")
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(outbox.MAX_ATTEMPTS):
            outbox.drain()
            row = OutboxRow.objects.get()
            pauses.append((row.available_at - timezone.now()).total_seconds())
            clock.shift(timedelta(seconds=pauses[-1] + 1))
        assert pauses[:4] == [2, 4, 8, 16]
        assert pauses[-1] == outbox.LONGEST_PAUSE
        assert row.status == "failed"
        inbox.poison = set()
        assert outbox.drain() == 0
    call_command("drain_outbox", "--failed", stdout=StringIO())
    assert inbox == ["a"]
    assert status("a") == "done"


def test_a_row_that_succeeds_later_is_done(inbox: Inbox) -> None:
    inbox.poison = {"a"}
    fill("a")
    outbox.drain()
    inbox.poison = set()
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert outbox.drain() == 1
    row = OutboxRow.objects.get()
    assert (row.status, row.last_error) == ("done", "")


def test_a_handler_that_breaks_its_transaction_spoils_nothing(inbox: Inbox) -> None:
    def clumsy(rows: list[OutboxRow]) -> None:
        ContentVersion.objects.create(pk=99, version=1)
        ContentVersion.objects.create(pk=99, version=1)

    outbox.handler("clumsy")(clumsy)
    outbox.add(kind="clumsy", key="x")
    fill("a")
    assert outbox.drain() == 1
    assert status("x") == "pending"
    assert status("a") == "done"


def test_kinds_whose_app_is_switched_off_wait(inbox: Inbox) -> None:
    outbox.add(kind="other", key="x")
    fill("a")
    assert outbox.drain() == 1
    assert status("x") == "pending"
    outbox.handler("other")(inbox.take)
    assert outbox.drain() == 1


def test_two_handlers_for_one_kind_are_a_mistake(inbox: Inbox) -> None:
    with pytest.raises(ValueError, match="two outbox handlers"):
        outbox.handler("test")(inbox.take)


def test_the_command_drains_everything_and_tells_what_is_left(
    inbox: Inbox, settings, tmp_path, capsys
) -> None:
    settings.DATA_DIR = tmp_path
    fill(*"abc")
    call_command("drain_outbox")
    assert inbox == list("abc")
    assert "3 row(s) waited, 0 left." in capsys.readouterr().out
    inbox.poison = {"x"}
    fill("x")
    with pytest.raises(CommandError):
        call_command("drain_outbox")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_rows(inbox: Inbox) -> None:
    import threading

    from django.db import connection

    with transaction.atomic():
        fill(*"abcd")
    in_hand, go_on = threading.Event(), threading.Event()

    def slow(rows: list[OutboxRow]) -> None:
        in_hand.set()
        assert go_on.wait(10)
        inbox.take(rows)

    outbox._handlers["test"] = slow

    def first_worker() -> None:
        outbox.drain(limit=2)
        connection.close()

    other = threading.Thread(target=first_worker)
    other.start()
    assert in_hand.wait(10)
    outbox._handlers["test"] = inbox.take
    assert outbox.drain() == 2
    go_on.set()
    other.join(10)
    assert sorted(inbox) == list("abcd")
