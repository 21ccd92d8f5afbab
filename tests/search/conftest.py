"""An engine in a folder of its own, and the circuit closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from search import engine as engines
from search import execute, registry, suggest
from search.engine.embedded import EmbeddedEngine
from tests.search.world import World, declare


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """No test writes to another's index."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    engines.embedded.cache_clear()
    execute.forget_failure()
    suggest.forget()
    yield settings.SEARCH_INDEX_DIR
    engines.embedded().release()
    engines.embedded.cache_clear()
    execute.forget_failure()


@pytest.fixture
def engine(index_folder: Path) -> EmbeddedEngine:
    """An empty index, in use."""
    found = engines.embedded()
    found.swap(found.build([]))
    return found


@pytest.fixture
def world(db: None, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> World:
    """Notes are all that can be searched; there are none yet, and the index is empty."""
    monkeypatch.setattr(registry, "_kinds", {})
    world = World()
    declare(world)
    return world
