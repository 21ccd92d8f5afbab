"""A real Elasticsearch for tests: the one of this run, or one of their own to stop and to start."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import elasticsearch
from scripts.common import in_ci
from scripts.testing import ELASTICSEARCH
from search.engine.elastic import ElasticEngine


@pytest.fixture(scope="session")
def elastic_address() -> Iterator[str]:
    """Address of a healthy server, with user and password where it asks for them.

    Workers share it: use `elastic_prefix` in every name, and never stop it. Without `make test` one is started.
    """
    given = os.environ.get(ELASTICSEARCH, "").strip()
    if given:
        yield given
        return
    with elasticsearch.running(_distribution()) as server:
        yield server.address


@pytest.fixture(scope="session")
def elastic_prefix(worker_id: str) -> str:
    """Begins the names of this worker's indices and aliases."""
    return f"test-{worker_id}-{os.getpid()}-"


@pytest.fixture
def elastic(elastic_address: str, elastic_prefix: str) -> Iterator[ElasticEngine]:
    engine = ElasticEngine(prefix=f"{elastic_prefix}conformance", address=elastic_address)
    engine.swap(engine.build([]))
    yield engine
    engine.drop()


@pytest.fixture(scope="module")
def own_elastic() -> Iterator[elasticsearch.Server]:
    """A server that this module alone uses: it may be stopped, paused and killed (10 to 20 s to start)."""
    with elasticsearch.running(_distribution()) as server:
        yield server


@pytest.fixture(scope="module")
def secure_elastic() -> Iterator[elasticsearch.Server]:
    """As `own_elastic`, with the server's security on: only its user and password come in."""
    with elasticsearch.running(_distribution(), security=True) as server:
        yield server


def _distribution() -> Path:
    """Where it is; skips loudly where it isn't, and fails in the automatic run."""
    found = elasticsearch.find()
    if found is None:
        reason = f"NOT TESTED: there is no Elasticsearch ({elasticsearch.HOW})"
        if in_ci():
            pytest.fail(reason)
        pytest.skip(reason)
    return found
