"""The engine that is in use."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from search.engine.base import Engine
from search.engine.embedded import EmbeddedEngine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process: it answers and is written to. Chosen by KHORSHOO_SEARCH_URL."""
    if settings.SEARCH_URL:
        from search.engine.elastic import ElasticEngine

        return ElasticEngine()
    return EmbeddedEngine()
