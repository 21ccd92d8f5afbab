"""What only Elasticsearch has: addresses, versions of what is gone, neighbours, a server that goes away."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from scripts.elasticsearch import Server
from scripts.serve import free_port
from search.engine.base import EngineAwayError
from search.engine.elastic import ElasticEngine
from search.indexer import entry_of
from tests.search.documents import PUBLIC, document, ids, query, write


def test_an_index_of_another_mapping_asks_for_a_rebuild(
    elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(elastic, document(1, "Хоршоо"))
    monkeypatch.setattr("search.engine.elastic_queries.fingerprint", lambda: "another")
    assert elastic.current() is None
    assert not elastic.is_missing()
    with pytest.raises(EngineAwayError, match="rebuild"):
        ids(elastic, "хоршоо")


def test_a_late_message_does_not_bring_back_what_is_gone(elastic: ElasticEngine) -> None:
    write(elastic, document(1, "Хоршоо"), version=3)
    elastic.write([], ["app.guide:1"], {"app.guide:1": 9})
    write(elastic, document(1, "Хоршоо"), version=5)
    assert elastic.stored() == {}
    write(elastic, document(1, "Хоршоо"), version=10)
    assert ids(elastic, "хоршоо") == ["guide:1:mn"]


def test_a_site_whose_prefix_begins_alike_keeps_its_indexes(elastic: ElasticEngine) -> None:
    neighbour = ElasticEngine(prefix=f"{elastic.prefix}-trial", address=elastic._address)
    neighbour.swap(neighbour.build([]))
    write(neighbour, document(1, "Хоршоо"))
    elastic.swap(elastic.build([]))
    elastic.swap(elastic.build([]))
    assert ids(neighbour, "хоршоо") == ["guide:1:mn"]
    neighbour.drop()
    assert ids(elastic, "хоршоо") == []


def test_only_the_index_before_is_kept(elastic: ElasticEngine, elastic_address: str) -> None:
    names = []
    for _ in range(3):
        names.append(elastic.build([]))
        elastic.swap(names[-1])
    client = Elasticsearch(elastic_address)
    assert set(client.indices.get(index=f"{elastic.prefix}-*")) == set(names[1:])
    assert elastic.previous() == names[1]


def test_nothing_is_written_where_the_alias_is_lost(elastic: ElasticEngine, elastic_address: str) -> None:
    client = Elasticsearch(elastic_address)
    client.indices.delete_alias(index="*", name=elastic.to)
    with pytest.raises(EngineAwayError):
        write(elastic, document(1, "Хоршоо"))
    assert not client.indices.exists(index=elastic.to)


def test_a_field_the_mapping_does_not_know_is_an_error(
    elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.engine import elastic_queries

    plain = elastic_queries.document
    monkeypatch.setattr(elastic_queries, "document", lambda entry: plain(entry) | {"colour": "red"})
    with pytest.raises(EngineAwayError, match="refused"):
        write(elastic, document(1, "Хоршоо"))


def test_of_several_nodes_one_may_be_away(elastic: ElasticEngine, elastic_address: str) -> None:
    write(elastic, document(1, "Хоршоо"))
    addresses = f"http://127.0.0.1:{free_port()},{elastic_address}"
    both = ElasticEngine(prefix=elastic.prefix, address=addresses)
    for _ in range(5):
        assert ids(both, "хоршоо") == ["guide:1:mn"]


def test_a_certificate_that_is_none_is_an_engine_that_is_away(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing", "utf-8")
    settings.SEARCH_CA_FILE = str(tmp_path / "ca.pem")
    with pytest.raises(EngineAwayError):
        ElasticEngine(address="https://127.0.0.1:9").search(query("хоршоо"))


@pytest.mark.slow
def test_a_server_with_its_security_on(secure_elastic: Server) -> None:
    engine = ElasticEngine(prefix="secure", address=secure_elastic.address)
    engine.swap(engine.build([]))
    write(engine, document(1, "Хоршоо"))
    assert ids(engine, "хоршоо") == ["guide:1:mn"]
    before, _at, host = secure_elastic.address.rpartition("@")
    for login in (f"{before.rpartition(':')[0]}:wrong-password@", "http://"):
        stranger = ElasticEngine(prefix="secure", address=f"{login}{host}")
        for ask in everything(stranger):
            with pytest.raises(EngineAwayError):
                ask()


@pytest.mark.slow
def test_a_server_that_goes_away_and_comes_back(own_elastic: Server) -> None:
    engine = ElasticEngine(prefix="going", address=own_elastic.address)
    engine.swap(engine.build([]))
    write(engine, document(1, "Хоршоо"))
    own_elastic.pause()
    started = time.monotonic()
    with pytest.raises(EngineAwayError):
        engine.search(query("хоршоо"))
    assert time.monotonic() - started < 2
    own_elastic.resume()
    assert ids(engine, "хоршоо") == ["guide:1:mn"]
    own_elastic.stop()
    for ask in everything(engine):
        with pytest.raises(EngineAwayError):
            ask()
    assert engine.current() is None
    assert not engine.is_missing()
    own_elastic.start()
    assert ids(engine, "хоршоо") == ["guide:1:mn"]
    write(engine, document(2, "Хоршоо"))
    assert set(engine.stored()) == {"guide:1:mn", "guide:2:mn"}


def everything(engine: ElasticEngine) -> list[Callable[[], Any]]:
    """All that may be asked of an engine."""
    entry = entry_of(document(1, "Хоршоо"), "app.guide:1", 1)
    return [
        lambda: engine.search(query("хоршоо")),
        lambda: engine.write([entry], [], {entry.key: 1}),
        lambda: engine.in_language(["g1"], "mn", PUBLIC),
        lambda: engine.beginning_with([["hor"]], PUBLIC, "mn", 9),
        engine.words,
        engine.stamp,
        engine.stored,
        engine.previous,
        lambda: engine.build([[entry]]),
        lambda: engine.swap("going-x"),
    ]
