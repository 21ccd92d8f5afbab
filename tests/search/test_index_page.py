"""How the index stands: seen, compared and rolled back by those who look after it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.models import OutboxRow
from search import indexer, services, status
from search.engine.embedded import EmbeddedEngine
from search.models import IndexCheck
from tests import people
from tests.search.world import World

PAGE = "/cms/search/index/"


def test_it_shows_what_waits_and_what_was_set_aside(
    world: World, client: Client, engine: EmbeddedEngine
) -> None:
    client.force_login(people.agency())
    world.write("Нэг", "хонь")
    world.drain()
    world.write("Хоёр", "хонь")
    OutboxRow.objects.create(kind=indexer.KIND, key="x:1", status=OutboxRow.Status.FAILED)
    found = status.status()
    assert (found.documents, found.waiting, found.set_aside, found.previous) == (1, 1, 1, None)
    html = client.get(PAGE).content.decode()
    assert (engine.current() or "-") in html
    assert found.fingerprint in html
    assert "roll-back" not in html
    assert "Хайлтын индекс" in html.partition("</h1>")[2].partition("</header>")[0], "the title, to be seen"
    out = StringIO()
    call_command("index_status", stdout=out)
    assert "Documents in the index: 1\nChanges waiting: 1" in out.getvalue()
    engine.pointer.unlink()
    assert client.get(PAGE).status_code == 200


def test_a_comparison_says_what_differed_and_repairs_it(world: World, client: Client) -> None:
    world.write("Нэг", "хонь")
    OutboxRow.objects.all().delete()  # a message is lost
    client.force_login(people.superuser())
    assert client.post(PAGE).status_code == 302
    services.compare_index()  # the worker's part
    check = IndexCheck.objects.get()
    assert (check.missing, check.stale, check.gone) == (1, 0, 0)
    world.drain()
    services.compare_index()
    assert IndexCheck.objects.get().missing == 0


def test_rolling_back_takes_the_previous_index_and_brings_it_up_to_date(
    world: World, client: Client, engine: EmbeddedEngine
) -> None:
    client.force_login(people.agency())
    before = engine.current()
    world.write("Нэг", "хонь")
    world.drain()
    after = indexer.rebuild()
    assert client.post(f"{PAGE}roll-back/").status_code == 302
    assert engine.current() == before
    services.compare_index()
    world.drain()
    assert status.status().documents == 1
    assert status.status().previous == after
    call_command("roll_back_index", stdout=StringIO())
    assert engine.current() == after


def test_without_a_previous_index_nothing_changes(
    world: World, client: Client, engine: EmbeddedEngine
) -> None:
    before = engine.current()
    client.force_login(people.superuser())
    client.post(f"{PAGE}roll-back/")
    assert engine.current() == before
    with pytest.raises(CommandError, match="no previous"):
        call_command("roll_back_index")


def test_editors_and_visitors_neither_see_nor_change_it(
    world: World, client: Client, engine: EmbeddedEngine
) -> None:
    indexer.rebuild()
    before = engine.current()
    assert client.get(PAGE).status_code == 302
    client.force_login(people.editor())
    assert client.get(PAGE).status_code == 302
    client.post(f"{PAGE}roll-back/")
    assert engine.current() == before
    assert PAGE not in client.get("/cms/").content.decode()
