"""The site on a real Elasticsearch that stops, hangs and comes back: readers get a page, and nothing is lost."""

import time
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from elasticsearch import Elasticsearch
from pytest_django.fixtures import Settings

from core import outbox
from core.models import OutboxRow
from scripts.elasticsearch import Server
from search import engine as engines
from search import execute as execution
from search import indexer
from tests.search.world import World

pytestmark = pytest.mark.slow
NOTICE = "Хайлтыг шинэчилж байна"


@pytest.fixture
def on_elastic(
    own_elastic: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch, world: World
) -> Iterator[World]:
    """Notes on a site whose engine is a server of its own."""
    settings.SEARCH_URL, settings.SEARCH_PREFIX = own_elastic.address, "site"
    monkeypatch.setattr(execution, "PAUSE", 0.3)
    engines.engine.cache_clear()
    execution.forget_failure()
    indexer.rebuild()
    yield world
    engines.engine.cache_clear()
    execution.forget_failure()


def shown(client: Client, typed: str) -> str:
    """The results page: always there, and within two seconds."""
    began = time.monotonic()
    answer = client.get("/mn/search/", {"q": typed})
    assert answer.status_code == 200
    assert time.monotonic() - began < 2
    return answer.content.decode()


def drain_all() -> None:
    """As the worker does after a while, when what failed is due again."""
    OutboxRow.objects.filter(status=OutboxRow.Status.PENDING).update(available_at=timezone.now())
    while outbox.drain():
        pass


def caught_up(client: Client, typed: str) -> str:
    """The results page once the engine answers again; an Elasticsearch that was stopped takes a while to open its
    index after it listens. The last page seen when that took longer than a minute."""
    deadline = time.monotonic() + 60
    while True:
        drain_all()
        page = shown(client, typed)
        if NOTICE not in page or time.monotonic() > deadline:
            return page
        time.sleep(0.2)


@pytest.mark.parametrize("trouble", ["hangs", "stops", "is killed"])
def test_readers_are_answered_and_the_index_catches_up(
    trouble: str, on_elastic: World, own_elastic: Server, client: Client
) -> None:
    on_elastic.write("Хоршоо", "гишүүд")
    drain_all()
    assert NOTICE not in shown(client, "horshoo")
    assert ">Хоршоо<" in shown(client, "horshoo"), "Latin typing: that is the engine's answer"
    {"hangs": own_elastic.pause, "stops": own_elastic.stop, "is killed": own_elastic.kill}[trouble]()
    try:
        page = shown(client, "хоршоо")
        assert NOTICE in page
        assert ">Хоршоо<" in page
        on_elastic.write("Хоршооны зээл", "хүү")
        outbox.drain()
        assert OutboxRow.objects.filter(status=OutboxRow.Status.PENDING).exists()
        assert ">Хоршооны зээл<" in shown(client, "зээл")
    finally:
        own_elastic.resume() if trouble == "hangs" else own_elastic.start()
    page = caught_up(client, "zeel")
    assert NOTICE not in page
    assert ">Хоршооны зээл<" in page
    assert not OutboxRow.objects.filter(status=OutboxRow.Status.PENDING).exists()


def test_a_full_server_still_answers_and_takes_the_rest_when_there_is_room(
    on_elastic: World, own_elastic: Server, client: Client
) -> None:
    on_elastic.write("Хоршоо", "гишүүд")
    drain_all()
    # What Elasticsearch does to every index when its disk is full.
    full = "index.blocks.read_only_allow_delete"
    server = Elasticsearch(own_elastic.address)
    server.indices.put_settings(index="site-*", settings={full: True})
    on_elastic.write("Хоршооны зээл", "хүү")
    outbox.drain()
    assert OutboxRow.objects.filter(status=OutboxRow.Status.PENDING).exists()
    page = shown(client, "horshoo")
    assert NOTICE not in page
    assert ">Хоршоо<" in page
    server.indices.put_settings(index="site-*", settings={full: None})
    drain_all()
    assert ">Хоршооны зээл<" in shown(client, "zeel")
    assert not OutboxRow.objects.filter(status=OutboxRow.Status.PENDING).exists()
