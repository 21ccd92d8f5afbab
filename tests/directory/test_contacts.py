"""Numbers and mail addresses of an entry stand nowhere but in the answer to a tap, and taps are counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.codes import Role
from accounts.models import Contact, Organization
from core import page_cache
from directory.contact_views import BY_PERSON, FROM_PLACE
from search import indexer
from tests import organizations as make
from tests import people

pytestmark = pytest.mark.django_db

MARKS = {
    ("phone", "public"): "9911 2233",
    ("phone", "members"): "88445566",
    ("phone", "umbrella"): "77003344",
    ("email", "public"): "naranbulag@khorshoo.example",
    ("email", "members"): "dotood@khorshoo.example",
}
PUBLIC = {"9911 2233", "naranbulag@khorshoo.example"}
MEMBERS = PUBLIC | {"88445566", "dotood@khorshoo.example"}


def with_contacts() -> Organization:
    entry = make.organization("Ноос", about="Ноос ангилна.")
    for (kind, visibility), value in MARKS.items():
        Contact.objects.create(
            organization=entry, kind=kind, value=value, visibility=visibility, note="Дулмаа"
        )
    return entry


def seen(text: str) -> set[str]:
    return {value for value in MARKS.values() if value in text or value.replace(" ", "") in text}


def page_of(entry: Organization) -> str:
    return f"/mn/directory/{entry.public_id}/contacts/"


def tap(client: Client, entry: Organization) -> Any:
    return client.post(page_of(entry))


def test_numbers_stand_on_no_page_and_in_no_answer_of_search(client: Client, engine: object) -> None:
    entry = with_contacts()
    indexer.rebuild()
    reader = Client()
    reader.force_login(people.person("reader"))
    for who in (client, reader):
        for path in (
            f"directory/{entry.public_id}/", f"directory/{entry.public_id}/contacts/", "directory/",
            "directory/?q=9911-2233", "directory/map/", "check/?q=Ноос", "search/?q=Ноос", "search/?q=9911-2233",
            "search/suggest/?q=Ноос",
        ):  # fmt: skip
            for language in ("mn", "en"):
                answer = who.get(f"/{language}/{path}")
                assert answer.status_code == 200, path
                assert seen(answer.content.decode()) == set(), path
        assert seen(who.get("/directory-sitemap-1.xml").content.decode()) == set()


def test_a_tap_shows_what_this_reader_may_have(client: Client) -> None:
    entry = with_contacts()
    link = f'href="{page_of(entry)}"'
    assert link in client.get(f"/mn/directory/{entry.public_id}/").content.decode()
    answer = tap(client, entry)
    html = answer.content.decode()
    assert (answer.status_code, seen(html)) == (200, PUBLIC)
    assert '<a href="tel:99112233">9911 2233</a>' in html
    assert '<a href="mailto:naranbulag@khorshoo.example">' in html
    assert "no-store" in answer["Cache-Control"]
    client.force_login(people.person("reader"))
    assert seen(tap(client, entry).content.decode()) == MEMBERS
    client.force_login(make.member(entry, "member", Role.MEMBER))
    assert seen(tap(client, entry).content.decode()) == set(MARKS.values())


def test_who_looks_and_does_not_tap_gets_a_button_alone(client: Client) -> None:
    entry = with_contacts()
    for method in ("get", "head"):
        answer = getattr(client, method)(page_of(entry))
        assert answer.status_code == 200
        assert seen(answer.content.decode()) == set()
    assert 'content="noindex"' in client.get(page_of(entry)).content.decode()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(page_of(entry))
    assert (answer.status_code, seen(answer.content.decode())) == (403, set())


def test_nobody_harvests_from_one_place(client: Client) -> None:
    entry = with_contacts()
    for _n in range(FROM_PLACE.amount):
        assert tap(client, entry).status_code == 200
    for who in (client, Client()):
        answer = tap(who, entry)
        html = answer.content.decode()
        assert (answer.status_code, seen(html)) == (429, set())
        assert "Нэг цагийн дараа дахин оролдоно уу" in html
    assert Client(REMOTE_ADDR="198.51.100.7").post(page_of(entry)).status_code == 200


def test_nobody_harvests_with_one_account(client: Client) -> None:
    entry = with_contacts()
    client.force_login(people.person("reader"))
    for number in range(BY_PERSON.amount):
        address = f"198.51.100.{number}"
        assert client.post(page_of(entry), REMOTE_ADDR=address).status_code == 200
    assert client.post(page_of(entry), REMOTE_ADDR="198.51.100.99").status_code == 429


def test_without_such_contacts_there_is_no_link_and_no_page(client: Client) -> None:
    entry = make.organization("Ноос")
    Contact.objects.create(
        organization=entry, kind="website", value="https://noos.example", visibility="public"
    )
    Contact.objects.create(organization=entry, kind="phone", value="88445566", visibility="umbrella")
    assert "/contacts/" not in client.get(f"/mn/directory/{entry.public_id}/").content.decode()
    for answer in (
        client.get(page_of(entry)),
        tap(client, entry),
        client.get("/mn/directory/nowhere/contacts/"),
    ):
        assert answer.status_code == 404


def test_a_hidden_entry_shows_no_numbers(client: Client) -> None:
    entry = with_contacts()
    Organization.objects.filter(pk=entry.pk).update(status="hidden")
    page_cache.raise_version()
    assert tap(client, entry).status_code == 404
