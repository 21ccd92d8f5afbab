"""The circuit closed; nothing to be found but notes."""

import pytest

from search import registry
from search.engine.embedded import EmbeddedEngine
from tests.search.world import World, declare


@pytest.fixture(autouse=True)
def _own_index(index_folder: object) -> None:
    """No test here writes to another's index."""


@pytest.fixture
def world(db: None, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> World:
    """Notes are all that can be searched; there are none yet, and the index is empty."""
    monkeypatch.setattr(registry, "_kinds", {})
    world = World()
    declare(world)
    return world
