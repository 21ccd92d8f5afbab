"""From a change in the database to the index, whatever happens on the way."""

import logging
import threading
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction

from core import locks, outbox
from core.models import OutboxRow
from search import indexer, registry, schedule
from search.engine import engine as in_use
from search.engine.base import EngineAwayError, EngineQuery
from search.engine.embedded import EmbeddedEngine
from search.understanding import understand
from tests.search.world import World


def found(typed: str, engine: EmbeddedEngine | None = None) -> list[str]:
    """Titles by score."""
    query = EngineQuery(understand(typed).clauses, ("public",))
    return [hit.shown["title"] for hit in (engine or in_use()).search(query).hits]


def test_a_change_is_found_after_the_drain_and_replaces_what_was_there(world: World) -> None:
    world.write("Нэг", "хонь")
    world.drain()
    assert found("хонь") == ["Нэг"]
    world.write("Нэг", "ямаа")
    assert found("хонь") == ["Нэг"]
    world.drain()
    assert found("хонь") == []
    assert found("ямаа") == ["Нэг"]


def test_what_is_deleted_or_hidden_leaves_the_index(world: World) -> None:
    world.write("Нэг", "хонь")
    world.write("Хоёр", "хонь")
    world.drain()
    world.delete("Нэг")
    world.write("Хоёр", "хонь", audience="members")
    world.drain()
    assert found("хонь") == []


def test_what_becomes_another_kind_stands_there_once(world: World) -> None:
    world.write("Нэг", "хонь")
    world.drain()
    world.write("Нэг", "хонь", weight=1.15)
    world.drain()
    assert [i.split(":")[0] for i in in_use().stored()] == ["guide"]


def test_a_batch_handled_twice_changes_nothing(world: World) -> None:
    world.write("Нэг", "хонь")
    world.drain()
    before = in_use().stored()
    OutboxRow.objects.update(status=OutboxRow.Status.PENDING)
    world.drain()
    assert in_use().stored() == before


def test_what_a_transaction_took_back_is_not_indexed(world: World) -> None:
    with transaction.atomic():
        world.write("Нэг", "хонь")
        transaction.set_rollback(True)
    world.drain()
    assert found("хонь") == []


def test_a_row_that_is_committed_late_still_brings_what_stands_now(world: World) -> None:
    """Two transactions change what a note shows; the one with the lower number is committed last."""
    with transaction.atomic():
        group = Group.objects.create(name="Нэг")
        early = outbox.add(kind=indexer.KIND, obj=group)
        late = outbox.add(kind=indexer.KIND, obj=group)
    OutboxRow.objects.filter(pk=early.pk).update(status=OutboxRow.Status.DONE)  # not visible yet
    world.notes["Нэг"] = _note("хонь")
    world.drain()
    assert late.pk > early.pk
    world.notes["Нэг"] = _note("ямаа")
    OutboxRow.objects.filter(pk=early.pk).update(status=OutboxRow.Status.PENDING)
    world.drain()
    assert found("ямаа") == ["Нэг"]


def _note(body: str) -> Any:
    from tests.search.world import Note

    return Note(body)


def test_one_note_that_cannot_be_read_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.write("Эвдэрсэн", "хонь")
    world.write("Бүтэн", "хонь")
    notes = registry.kinds()["note"]
    documents = notes.documents

    def break_one(obj: Group) -> Any:
        if obj.name == "Эвдэрсэн":
            raise ValueError("broken")
        return documents(obj)

    monkeypatch.setattr(notes, "documents", break_one)
    with caplog.at_level(logging.CRITICAL):
        world.drain()
        assert found("хонь") == ["Бүтэн"]
        indexer.rebuild()
    assert found("хонь") == ["Бүтэн"]


def test_a_rebuild_brings_what_was_committed_while_it_went_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker writes on into the old index meanwhile; queries are answered all the time."""
    for number in range(3):
        world.write(f"Тэмдэглэл {number}", "хонь")
    world.drain()
    everything = indexer.everything

    def slowly(*args: Any) -> Iterator[Any]:
        yield from everything(*args)
        world.write("Дундуур нь", "хонь")
        world.delete("Тэмдэглэл 0")
        world.drain()
        assert len(found("хонь")) == 3

    monkeypatch.setattr(indexer, "everything", slowly)
    indexer.rebuild()
    world.drain()
    assert sorted(found("хонь")) == ["Дундуур нь", "Тэмдэглэл 1", "Тэмдэглэл 2"]


def test_no_query_fails_while_the_index_is_swapped(world: World) -> None:
    world.write("Нэг", "хонь")
    world.drain()
    reader, failures, answers = EmbeddedEngine(in_use().folder), [], 0
    end = threading.Event()

    def ask() -> None:
        nonlocal answers
        while not end.is_set():
            try:
                assert found("хонь", reader) == ["Нэг"]
                answers += 1
            except (AssertionError, EngineAwayError) as error:
                failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    for _ in range(5):
        indexer.rebuild()
    end.set()
    asking.join()
    assert not failures
    assert answers


def test_the_worker_writes_on_into_the_index_that_another_process_built(world: World) -> None:
    world.write("Нэг", "хонь")
    world.drain()
    other = EmbeddedEngine(in_use().folder)  # another process: it does not hold the writer
    other.swap(other.build([]))
    world.write("Хоёр", "хонь")
    world.drain()
    assert found("хонь") == ["Хоёр"]


def test_only_one_index_is_built_at_a_time(world: World, settings: Any) -> None:
    with locks.only_one(settings.SEARCH_INDEX_DIR / "building") as alone:
        assert alone
        with pytest.raises(CommandError, match="Another process"):
            call_command("rebuild_index")


def test_a_rebuild_keeps_the_index_before_and_no_older_one(world: World) -> None:
    names = [indexer.rebuild() for _ in range(3)]
    kept = {path.name for path in in_use().folder.glob("index-*")}
    assert kept == set(names[1:])


def test_the_sweep_finds_what_is_missing_stale_and_gone(world: World) -> None:
    for title in ("Алга", "Хуучин", "Илүү", "Зөв"):
        world.write(title, "хонь")
    world.drain()
    in_use().write([], [f"auth.group:{Group.objects.get(name='Алга').pk}"], {})
    world.notes["Хуучин"].body = "ямаа"  # a bulk update: no message
    world.notes["Илүү"].audience = "members"
    del world.notes["Илүү"]
    assert indexer.sweep() == {"missing": 1, "stale": 1, "gone": 1}
    world.drain()
    assert sorted(found("хонь")) == ["Алга", "Зөв"]
    assert found("ямаа") == ["Хуучин"]
    assert indexer.sweep() == {"missing": 0, "stale": 0, "gone": 0}


@pytest.mark.parametrize("harm", ["no folder", "no pointer", "broken file", "nonsense in the pointer"])
def test_an_index_that_is_lost_is_built_again_by_the_worker(world: World, harm: str) -> None:
    world.write("Нэг", "хонь")
    world.drain()
    folder = in_use().folder / (in_use().current() or "")
    if harm == "no folder":
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    elif harm == "no pointer":
        in_use().pointer.unlink()
    elif harm == "broken file":
        (folder / "meta.json").write_text("{")
    else:
        in_use().pointer.write_bytes(b"\xff\xfe../..")
    with pytest.raises(EngineAwayError):
        found("хонь")
    schedule.build_what_is_missing()
    assert found("хонь") == ["Нэг"]


def test_an_index_of_another_version_of_the_code_is_left_to_it(world: World) -> None:
    name = in_use().current() or ""
    other = in_use().folder / "index-1-00000000-1"
    (in_use().folder / name).rename(other)
    in_use().pointer.write_text(other.name)
    schedule.build_what_is_missing()
    assert in_use().pointer.read_text() == other.name


def test_the_commands_say_what_they_did(world: World) -> None:
    world.write("Нэг", "хонь")
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    call_command("sweep_index", stdout=out)
    call_command("index_status", stdout=out)
    text = out.getvalue()
    assert "1 documents" in text
    assert (in_use().current() or "-") in text
    assert "waiting" in text
    before = in_use().current()
    call_command("rebuild_index", if_needed=True, stdout=out)
    assert in_use().current() == before
    in_use().pointer.unlink()
    with pytest.raises(CommandError, match="rebuild_index"):
        call_command("sweep_index")
    call_command("rebuild_index", if_needed=True, stdout=out)
    assert found("хонь") == ["Нэг"]
