"""The server that the tests get is a real one: it keeps what Mongolian needs and refuses who has no password."""

import pytest
from elasticsearch import ApiError, Elasticsearch

from scripts.elasticsearch import Server


def test_the_shared_server_keeps_mongolian_words_and_finds_them(
    elastic_address: str, elastic_prefix: str
) -> None:
    client = Elasticsearch(elastic_address)
    index = elastic_prefix + "words"
    client.indices.create(
        index=index, mappings={"properties": {"title": {"type": "text", "analyzer": "keyword"}}}
    )
    try:
        client.index(index=index, id="1", document={"title": ["өрх", "хоршоо"]}, refresh=True)
        client.index(index=index, id="2", document={"title": ["орох"]}, refresh=True)
        found = client.search(index=index, query={"term": {"title": "хоршоо"}})
        assert [hit["_id"] for hit in found["hits"]["hits"]] == ["1"]
    finally:
        client.indices.delete(index=index)
        client.close()


def test_a_lost_alias_never_becomes_an_index(elastic_address: str, elastic_prefix: str) -> None:
    client = Elasticsearch(elastic_address)
    with pytest.raises(ApiError):
        client.index(index=elastic_prefix + "lost", document={"title": "хоршоо"})
    assert not client.indices.exists(index=elastic_prefix + "lost")
    client.close()


@pytest.mark.slow
def test_with_security_only_the_password_comes_in(secure_elastic: Server) -> None:
    stranger = Elasticsearch(f"http://{secure_elastic.host}")
    assert secure_elastic.password
    with pytest.raises(ApiError) as refused:
        stranger.cluster.health()
    assert refused.value.status_code == 401
    known = Elasticsearch(secure_elastic.address)
    assert known.cluster.health()["status"] == "green"
    stranger.close()
    known.close()
