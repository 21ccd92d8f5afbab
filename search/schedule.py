"""What search does by the clock."""

from __future__ import annotations

import logging

from core.scheduler import every
from search import editors, indexer, services
from search.engine import engine
from search.engine.base import EngineAwayError

logger = logging.getLogger(__name__)


@every(seconds=86_400, name="search: compare database and index")
def sweep() -> None:
    """Repairs what a lost message left."""
    try:
        found = services.compare_index()
    except EngineAwayError as error:
        logger.warning("search: no sweep, %s", error)
        return
    logger.info("search: sweep found %(missing)d missing, %(stale)d stale, %(gone)d gone", found)


@every(seconds=60, name="search: build a missing index")
def build_what_is_missing() -> None:
    """Somebody emptied the folder, or a file broke: readers get the database's answers no longer than need be."""
    if not engine().is_missing():
        return
    try:
        logger.warning("search: the index was missing, built %s", indexer.rebuild())
    except indexer.BuildingError:
        return


@every(seconds=86_400, name="search: compare database and the editors' index")
def sweep_for_editors() -> None:
    """The same for what editors find."""
    try:
        found = editors.sweep()
    except EngineAwayError as error:
        logger.warning("search: no sweep of the editors' index, %s", error)
        return
    logger.info("search: sweep found %d pages that differ in the editors' index", found)


@every(seconds=60, name="search: build a missing editors' index")
def build_what_editors_miss() -> None:
    """Meanwhile the database answers."""
    editors.build_if_missing()


@every(seconds=86_400, name="search: forget old queries")
def forget_old_queries() -> None:
    """After 90 days."""
    services.forget_old_queries()
