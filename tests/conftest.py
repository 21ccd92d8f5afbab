"""What all tests share: the ground in the database, strict templates, starter content, the running site."""

import json
import os
import shutil
import subprocess
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.template import Template, engines
from django.test import override_settings
from django.test import utils as test_utils
from django.utils import translation
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from core import shared
from core.models import OutboxRow
from scripts import serve
from scripts.common import ROOT, VENV_PYTHON
from scripts.processes import Site
from scripts.testing import SKIPPED, browser
from search import editors, execute, indexer, lexicon
from search import engine as search_engine
from search.engine.embedded import EmbeddedEngine
from tests import snapshots
from tests.strict_templates import Undefined

pytest_plugins = ["tests.search.elastic"]

_LOADS_EARLY = pytest.StashKey[bool]()

# The settings made a folder for this process; without this, the workers that pytest starts would share it.
if Path(os.environ.get("KHORSHOO_DATA_DIR", "")).name.startswith("khorshoo-test-"):
    del os.environ["KHORSHOO_DATA_DIR"]
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in names


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First comes the browser, then what needs no content, then the small site, then the starter content.

    Within each of these groups the order stays random. Workers get their tests in this order. One of them has all that
    `make test` does in the browser, so that there is one running site; the wide tests are many, each worker has some.
    """
    for item in items:
        if item.get_closest_marker("browser") or "live_site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("wide"):
                item.add_marker(pytest.mark.xdist_group("browser"))
            if browser() is None:
                item.add_marker(pytest.mark.skip(reason="there is no Chromium"))
        if item.get_closest_marker("postgres") and settings.DATABASES["default"]["ENGINE"].endswith(
            "sqlite3"
        ):
            item.add_marker(pytest.mark.skip(reason="PostgreSQL only"))
    items.sort(
        key=lambda item: (not item.get_closest_marker("browser"), *_sites(item), _is_transactional(item))
    )


def _sites(item: pytest.Item) -> tuple[bool, bool]:
    names = getattr(item, "fixturenames", ())
    return "starter_site" in names, "small_site" in names


def pytest_collection_finish(session: pytest.Session) -> None:
    """Loading the starter content takes most of a minute. Where no browser test needs it at once, the second worker
    does it before its first test: otherwise both would come to it at the same time, and one would wait.
    """
    names = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    session.config.stash[_LOADS_EARLY] = "starter_site" in names and "live_site" not in names


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly at the end what could not be tested here."""
    lines = dict.fromkeys(filter(None, os.environ.get(SKIPPED, "").splitlines()))
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if "LEAFLETS:" in reason:
            lines[reason.removeprefix("Skipped: ")] = None
    for line in lines:
        terminalreporter.write_line(f"*** NOT TESTED: {line} ***", red=True, bold=True)


def pytest_configure(config: pytest.Config) -> None:
    """The workers find each other's snapshots of the database."""
    if not hasattr(config, "workerinput"):
        snapshots.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no folder behind."""
    if not hasattr(config, "workerinput"):
        with config.stash[blocking_manager_key].unblock():
            snapshots.end_run()
    if settings.DATA_DIR.name.startswith("khorshoo-test-"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in real life: in memory, threads meet other locks, and processes nothing."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "test.sqlite3")
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    request: pytest.FixtureRequest,
    worker_id: str,
) -> Iterator[None]:
    """The migrated database; in place of pytest-django's, which migrates anew in each worker."""
    with django_db_blocker.unblock():
        snapshots.set_up()
        if worker_id == "gw1" and request.config.stash[_LOADS_EARLY]:
            snapshots.use("starter", _load_starter)
            snapshots.put("migrated")
    yield
    with django_db_blocker.unblock():
        snapshots.forget()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """After a test that flushed the database, bring back what it began from."""
    try:
        return (yield)
    finally:
        if _is_transactional(item):
            with item.config.stash[blocking_manager_key].unblock():
                snapshots.again()


@pytest.fixture(scope="session")
def starter_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The starter content, loaded once; tests that ask for it need the mark `django_db` as well."""
    with django_db_blocker.unblock():
        snapshots.use("starter", _load_starter)


def _load_starter() -> None:
    from content.loading.loader import load

    load()
    OutboxRow.objects.all().delete()  # as if the worker had done it


@pytest.fixture(scope="session")
def small_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The small content of the loader's tests, loaded once; asked for like `starter_site`."""
    from tests.consistency.permission_places import load_site

    with django_db_blocker.unblock():
        snapshots.use("small", load_site)


@pytest.fixture(scope="session", autouse=True)
def _contexts_are_not_copied(django_test_environment: None) -> None:
    # Django's test client copies the context of every template that is rendered: a third of a page's time. Tests that
    # look at what a view gave its template find it in the answer's `context_data`.
    Template._render = test_utils._TestState.saved_data.template_render


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """Every test begins in Mongolian, whatever language the one before it ended in."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _nothing_shared() -> None:
    # A test's end takes the content's version back, and the next raises it to the same number.
    shared.forget()


@pytest.fixture(autouse=True)
def _strict_templates() -> None:
    # For each test anew: whoever changes DEBUG gets new engines.
    engines["django"].engine.string_if_invalid = Undefined()


@pytest.fixture
def index_folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """No test writes to another's index."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_EDITORS_INDEX_DIR = tmp_path / "editors"
    search_engine.engine.cache_clear()
    editors.engine.cache_clear()
    execute.forget_failure()
    lexicon.forget()
    yield settings.SEARCH_INDEX_DIR
    search_engine.engine().release()
    search_engine.engine.cache_clear()
    editors.engine().release()
    editors.engine.cache_clear()
    execute.forget_failure()


@pytest.fixture
def engine(index_folder: Path) -> EmbeddedEngine:
    """An empty index, in use."""
    found = search_engine.engine()
    found.swap(found.build([]))
    return found


def _built(folder: Path, blocker: DjangoDbBlocker) -> Path:
    """`folder` with the readers' and the editors' index of the site as it is now."""
    with (
        blocker.unblock(),
        override_settings(
            SEARCH_INDEX_DIR=folder / "readers",
            SEARCH_EDITORS_INDEX_DIR=folder / "editors",
        ),
    ):
        for one, build in ((search_engine.engine, indexer.rebuild), (editors.engine, editors.rebuild)):
            one.cache_clear()
            build()
            one().release()
            one.cache_clear()
        snapshots.again()
    return folder


def _copied(indexes: Path, settings: Settings) -> EmbeddedEngine:
    shutil.copytree(indexes / "readers", settings.SEARCH_INDEX_DIR)
    shutil.copytree(indexes / "editors", settings.SEARCH_EDITORS_INDEX_DIR)
    return search_engine.engine()


@pytest.fixture(scope="session")
def _starter_indexes(
    starter_site: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    return _built(tmp_path_factory.mktemp("starter-indexes"), django_db_blocker)


@pytest.fixture(scope="session")
def _small_indexes(
    small_site: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    return _built(tmp_path_factory.mktemp("small-indexes"), django_db_blocker)


@pytest.fixture
def starter_index(_starter_indexes: Path, index_folder: Path, settings: Settings) -> EmbeddedEngine:
    """The starter content's index, in use; the test's own."""
    return _copied(_starter_indexes, settings)


@pytest.fixture
def small_index(_small_indexes: Path, index_folder: Path, settings: Settings) -> EmbeddedEngine:
    """The small site's index, in use; the test's own. The editors' index is there as well."""
    return _copied(_small_indexes, settings)


@dataclass(frozen=True)
class LiveSite:
    """A running copy with the starter content, as `make run` serves it, and the sample people.

    password: of the first people; samples: what `manage.py sample_people` printed.
    """

    address: str
    data: Path
    password: str
    samples: dict[str, Any]

    def url(self, path: str) -> str:
        """The whole address of `path`, such as "/mn/"."""
        return self.address + path

    def sample(self, role: str) -> dict[str, Any]:
        """The sample person of this role."""
        return next(person for person in self.samples["people"] if person["role"] == role)

    def organization(self, name: str) -> str:
        """The public id of this sample organization."""
        return next(str(one["public_id"]) for one in self.samples["organizations"] if one["sample"] == name)


@pytest.fixture(scope="session")
def live_site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[LiveSite]:
    """One running site for all browser tests of this worker: gunicorn and `manage.py work`, on SQLite."""
    data = tmp_path_factory.mktemp("live-site")
    with django_db_blocker.unblock():
        before = snapshots.current()
        snapshots.use("starter", _load_starter)
        shutil.copyfile(snapshots.file_of("starter"), data / "khorshoo.sqlite3")
        snapshots.put(before)
    port = serve.free_port()
    given = {
        name: value for name, value in os.environ.items() if not name.startswith(("KHORSHOO_", "DJANGO_"))
    }
    given["DJANGO_SETTINGS_MODULE"] = "tests.live_settings"
    env = serve.site_environment("127.0.0.1", port, data, given)
    serve.prepare(env)
    make = [VENV_PYTHON, "manage.py", "sample_people", "--password", "sample-secret"]
    samples = json.loads(subprocess.check_output(make, cwd=ROOT, env=env))
    with Site("127.0.0.1", port, env) as site:
        site.wait_until_it_answers()
        yield LiveSite(site.address, data, serve.password_of_this_copy(env), samples)
