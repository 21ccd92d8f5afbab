"""Every role at every address and every function that writes: what the table says is what happens."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import ERROR, get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client, TestCase
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern

from accounts.models import User
from content.models import PlainPage
from content.permissions import may_answer_remarks, may_approve
from core import shared
from scripts.common import ROOT
from search.permissions import may_manage_index
from tests import people
from tests.consistency.permission_places import Places, make_page, tables, waiting
from tests.consistency.permission_writes import CONTENT_TYPE, WRITES, Write
from tests.consistency.table_reading import MORE_ROLES, Row, read, together

OURS, THEIRS = read("OURS"), read("THEIRS")
SERVICES, PERMISSIONS = read("SERVICES"), read("PERMISSIONS")
SYSTEM = {name for table in tables() for name in getattr(table, "SYSTEM", ())}
ALL_WRITES = WRITES | together("WRITES")


# The table is complete


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, str]]:
    """(route, module of its view) of all there is. `<language>` stands for the language."""
    for entry in (resolver or get_resolver()).url_patterns:
        own = "<language>/" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, before + own)
        else:
            view = getattr(entry.callback, "view_class", entry.callback)
            yield before + own, view.__module__


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in {config.name for config in our_apps()} | {"config"}


def our_apps() -> list[Any]:
    return [
        config
        for config in apps.get_app_configs()
        if ROOT in Path(config.path).parents and ".venv" not in Path(config.path).parts
    ]


def test_every_address_stands_in_the_table() -> None:
    prefixes = tuple(heading[:-1] for heading in THEIRS if heading.endswith("*"))
    missing = [
        route
        for route, module in routes()
        if route not in OURS and (is_ours(module) or not (route in THEIRS or route.startswith(prefixes)))
    ]
    assert missing == []


def test_the_table_names_no_address_that_is_gone() -> None:
    known = {route for route, _module in routes()}
    gone = [
        heading
        for heading in [*OURS, *THEIRS]
        if heading not in known
        and not (heading.endswith("*") and any(route.startswith(heading[:-1]) for route in known))
    ]
    assert gone == []
    assert [heading for heading, rows in OURS.items() if not rows] == []


def functions(name: str) -> dict[str, Callable[..., Any]]:
    """Public functions of the modules of this name in our apps, by their whole name."""
    found = {}
    for config in our_apps():
        for path in module_names(f"{config.name}.{name}"):
            module = importlib.import_module(path)
            for key, value in inspect.getmembers(module, inspect.isfunction):
                if not key.startswith("_") and value.__module__ == path:
                    found[f"{path}.{key}"] = value
    return found


def module_names(path: str) -> Iterator[str]:
    """The module of this name, and what is in it if it is a package."""
    spec = importlib.util.find_spec(path)
    if spec:
        yield path
        for inner in pkgutil.iter_modules(spec.submodule_search_locations or []):
            yield f"{path}.{inner.name}"


def test_every_service_and_permission_stands_in_the_table() -> None:
    assert set(functions("services")) == {*SERVICES, *SYSTEM}
    asked = {name for name in functions("permissions") if name.rpartition(".")[2].startswith("may_")}
    assert asked == set(PERMISSIONS)
    leads = {row.address for rows in SERVICES.values() for row in rows}
    assert leads <= {*OURS, *THEIRS}


def test_no_view_calls_what_only_the_system_may() -> None:
    views = re.compile(r"(.*/)?(views(/\w+)?|admin|wagtail_hooks|middleware|routing|forms)\.py")
    for config in our_apps():
        for file in Path(config.path).rglob("*.py"):
            if views.fullmatch(str(file.relative_to(config.path))):
                text = file.read_text("utf-8")
                assert [name for name in SYSTEM if re.search(rf"\b{name.rpartition('.')[2]}\b", text)] == []


# The table is true


@pytest.fixture
def places(small_site: None, db: None, engine: object) -> Places:
    """The small site, with an empty index."""
    return Places()


@pytest.fixture
def roles(places: Places) -> dict[str, User | None]:
    """Somebody of each role."""
    more = {name: make(places) for name, make in MORE_ROLES.items()}
    return more | {
        "visitor": None,
        "reader": people.person("reader"),
        "editor": people.editor(),
        "moderator": people.moderator(),
        "agency": people.agency(),
        "superuser": people.superuser(),
    }


def client_of(user: User | None, places: Places) -> Client:
    """Signed in as this person: once, as what a request does to the session is taken back with all else."""
    client = Client(raise_request_exception=False)
    if user and user.pk in places.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = places.sessions[user.pk]
    elif user:
        client.force_login(user)
        places.sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return client


def outcome(row: Row, places: Places, user: User | None) -> str:
    """The word for what this person gets; all that the request wrote is taken back."""
    write = ALL_WRITES[row.word]
    address = row.address.format_map(places)
    client = client_of(user, places)
    data = write.data(places)
    before = _before(write, address, places) if row.word or row.method != "GET" else None
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):  # wagtail-localize publishes there
            if row.method == "GET":
                answer = client.get(address)
            elif row.method == "POST":
                answer = client.post(address, data, headers=write.headers)
            else:
                answer = client.generic(row.method, address, data, content_type=CONTENT_TYPE)
        changed = before is not None and write.state() != before
        if answer.streaming:
            answer.getvalue()  # to its end, which closes the file
        transaction.set_rollback(True)
    shared.forget()
    return "done" if changed else _word(row, answer)


def _before(write: Write, address: str, places: Places) -> object:
    """The state before the request: the same for all roles that ask for the same, as each one's is taken back."""
    asked = (write, address, places.user if write.own else None)
    if places.before[:3] != asked:
        places.before = (*asked, write.state())
    return places.before[3]


#: Where those are sent who must sign in first.
DOORS = {
    "/cms/login/",
    *(f"/{code}/{path}" for code in ("mn", "en") for path in ("_util/login/", "account/login/")),
}


def _word(row: Row, answer: Any) -> str:
    status, location = answer.status_code, answer.headers.get("Location", "")
    if status in {301, 302}:
        if location.partition("?")[0] in DOORS:
            return "login"
        errors = [m for m in get_messages(answer.wsgi_request) if m.level == ERROR]
        if location == reverse("wagtailadmin_home") and errors:
            return "refused"
        return "moved" if row.method == "GET" else "kept"
    if (
        not answer.streaming
        and b'name="password"' in answer.content
        and b"authenticate_with_password" in answer.content
    ):
        return "asked"
    known = {
        200: "seen" if row.method == "GET" else "kept",
        400: "refused",
        403: "refused",
        405: "refused",
        404: "missing",
    }
    return known.get(status, str(status))


PARTS = 4
CHAPTERS = sorted({heading for heading, rows in [*OURS.items(), *THEIRS.items()] if rows})


@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")  # wagtail-localize's
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")  # Wagtail's renditions
@pytest.mark.parametrize("part", range(PARTS))
def test_each_role_gets_what_the_table_says(part: int, places: Places, roles: dict[str, User | None]) -> None:
    rows = [row for heading in CHAPTERS for row in (OURS | THEIRS)[heading]]
    check(rows[part::PARTS], places, roles, elsewhere=False)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")
@pytest.mark.parametrize("part", range(PARTS))
def test_a_role_in_one_part_of_the_site_gives_nothing_in_another(
    part: int, places: Places, roles: dict[str, User | None]
) -> None:
    rows = [row for heading in CHAPTERS for row in (OURS | THEIRS)[heading]]
    check(rows[part::PARTS], places, roles, elsewhere=True)


def check(rows: list[Row], places: Places, roles: dict[str, User | None], *, elsewhere: bool) -> None:
    """Each role gets what its row says.

    elsewhere: only those roles of `MORE_ROLES` that the row's text does not name.
    """
    wrong = []
    for row in rows:
        got, places.before = {}, ()
        for role, user in roles.items():
            if elsewhere != (role in MORE_ROLES and role not in row.named):
                continue
            places.user = user
            with transaction.atomic():
                got[role] = outcome(row, places, user)
        differs = {
            role: f"{row.expected[role]} -> {got[role]}" for role in got if got[role] != row.expected[role]
        }
        if differs:
            wrong.append(f"{row.method} {row.address} {row.word}: {differs}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SERVICES)
def test_each_role_causes_what_the_table_says_of_a_service(
    name: str, places: Places, roles: dict[str, User | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = functions("services")[name]
    returned: list[object] = []

    def spy(**arguments: Any) -> Any:
        found = service(**arguments)
        returned.append(found)
        return found

    monkeypatch.setattr(sys.modules[service.__module__], service.__name__, spy)
    for row in SERVICES[name]:
        leading = next(
            r
            for r in (OURS | THEIRS)[row.address]
            if r.method == row.method
            and (r.word == row.word if row.word else r.expected["superuser"] == "done")
        )
        for role, user in roles.items():
            returned.clear()
            places.user = user
            outcome(leading, places, user)
            assert ("done" if returned else "refused") == row.expected[role], (name, role)


def test_a_service_that_is_told_who_acts_asks_whether_they_may(
    places: Places, roles: dict[str, User | None]
) -> None:
    asked = {
        name
        for name, service in functions("services").items()
        if "user" in inspect.signature(service).parameters and name not in SYSTEM
    }
    calls: dict[str, Callable[[Places], dict[str, Any]]] = {
        "content.services.submit_translation": lambda p: {"translation": p.translation},
        "content.services.answer_remark": lambda p: {"remark": p.remark, "answered": True, "note": ""},
        **together("CALLS"),
    }
    assert asked == set(calls)
    for name, arguments in calls.items():
        expected = SERVICES[name][0].expected
        arguments(places)  # once before, as what is made below is taken back
        for role, user in roles.items():
            with transaction.atomic():
                places.user = user
                given = arguments(places)
                try:
                    functions("services")[name](user=user or AnonymousUser(), **given)
                    got = "done"
                except (PermissionDenied, ValidationError):
                    got = "refused"
                transaction.set_rollback(True)
            assert got == expected[role], (name, role)


@pytest.mark.parametrize("name", together("ASK"))
def test_who_may(name: str, places: Places, roles: dict[str, User | None]) -> None:
    ask = together("ASK")[name]
    for row in PERMISSIONS[name]:
        ask(
            places, AnonymousUser(), row.address
        )  # what it needs is made now: what is made below is taken back
        for role, user in roles.items():
            places.user = user
            with transaction.atomic():
                may = ask(places, user or AnonymousUser(), row.address)
                transaction.set_rollback(True)
            assert {True: "yes", False: "no"}[may] == row.expected[role], (name, row.address, role)


def test_who_may_answer_remarks(roles: dict[str, User | None]) -> None:
    expected = PERMISSIONS["content.permissions.may_answer_remarks"][0].expected
    assert {role: may_answer_remarks(user or AnonymousUser()) for role, user in roles.items()} == {
        role: word == "yes" for role, word in expected.items()
    }


def test_who_may_approve(places: Places, roles: dict[str, User | None]) -> None:
    rows = {row.address: row.expected for row in PERMISSIONS["content.permissions.may_approve"]}
    for role, user in roles.items():
        with transaction.atomic():
            for whose, author in [("another-persons", places.author), ("own", user)]:
                page = make_page(PlainPage, f"{role}-{whose}")
                task = waiting(page, author).current_task_state.task.specific
                got = may_approve(user or AnonymousUser(), page, task)
                assert {True: "yes", False: "no"}[got] == rows[whose][role], (role, whose)


def test_who_may_look_after_the_index(roles: dict[str, User | None]) -> None:
    expected = PERMISSIONS["search.permissions.may_manage_index"][0].expected
    may = {role: may_manage_index(user or AnonymousUser()) for role, user in roles.items()}
    assert {role: "yes" if found else "no" for role, found in may.items()} == expected
