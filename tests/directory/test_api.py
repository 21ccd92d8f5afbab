"""Organizations in the read API: the same entries as in the files, narrowed as on the page, page by page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organization, RegisterCheck
from core import page_cache
from core.api import register, resources
from directory import samples
from directory.services.open_data import write_open_data
from tests import organizations as make

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/organizations"


def ids(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{ROOT}{query}")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["items"]]


def test_page_by_page_every_entry_comes_once(client: Client) -> None:
    samples.make(25)
    address, found = f"{ROOT}?limit=10&language=en", []
    while address:
        told = client.get(address).json()
        found += [one["id"] for one in told["items"]]
        address = (told["next"] or "").removeprefix(settings.SITE_URL)
    assert len(found) == len(set(found)) == 25


@pytest.mark.parametrize(
    "query",
    ["place=62", "place=6231", "place=62&place=11", "sector=ICA20", "sector=ICA20&sector=ICA90", "level=union",
     "form=savings-credit", "verified=register", "verified=union", "verified=no", "fresh=no", "fresh=yes&level=primary",
     "place=62&sector=ICA10&level=primary"],
)  # fmt: skip
def test_it_is_narrowed_as_the_page_is(query: str, client: Client) -> None:
    samples.make(90)
    found = ids(client, f"?limit=100&{query}")
    html = client.get(f"/mn/directory/?{query}").content.decode()
    assert re.findall(r'<p class="meta"><b>(\d+) ', html) == [str(len(found))]
    listed = {
        one
        for one in samples.samples().values_list("public_id", flat=True)
        if f"/mn/directory/{one}/" in html
    }
    assert listed <= set(found)
    assert len(listed) == min(20, len(found))


def test_the_language_is_that_of_titles(client: Client) -> None:
    make.organization("Ноос", name_en="Wool", status="unconfirmed")
    make.organization("Сүү", status="unconfirmed")
    titles = {
        code: [one["title"] for one in client.get(f"{ROOT}?language={code}").json()["items"]]
        for code in ("mn", "en")
    }
    assert titles == {"mn": ["Ноос", "Сүү"], "en": ["Wool", "Сүү"]}


def test_what_it_does_not_know_is_told_and_what_can_not_be_is_refused(client: Client) -> None:
    answer = client.get(f"{ROOT}?colour=red&limit=5")
    assert answer.json()["ignored"] == ["colour"]
    for query in (
        "limit=0",
        "limit=101",
        "after=x",
        "language=de",
        "sector=ICA5",
        "place=6",
        "verified=maybe",
    ):
        answer = client.get(f"{ROOT}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), query
        assert answer.json()["errors"], query
    assert client.post(ROOT).status_code == 405
    assert client.post(ROOT).json()["title"] == "Method Not Allowed"


def test_other_sites_may_read_and_what_is_known_is_not_sent_again(client: Client) -> None:
    make.organization("Ноос", status="unconfirmed")
    answer = client.get(ROOT)
    assert (answer["Access-Control-Allow-Origin"], answer["Content-Language"]) == ("*", "mn")
    assert "Ноос" in answer.content.decode()
    assert client.get(ROOT, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    head = client.head(ROOT)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])


def test_a_mirror_of_one_aimag_learns_that_an_entry_has_left_it(client: Client) -> None:
    made = make.organization("Ноос", status="unconfirmed", place="62")
    write_open_data()
    first = client.get(f"{ROOT}?place=62").json()
    assert [one["id"] for one in first["items"]] == [made.public_id]
    Organization.objects.filter(pk=made.pk).update(place="64")
    write_open_data()
    since = quote(first["as_of"])
    told = [client.get(f"{ROOT}?place={code}&changed_since={since}").json()["items"] for code in ("62", "64")]
    assert told[0] == [{"id": made.public_id, "gone": True}]
    assert [one["place"]["code"] for one in told[1]] == ["64"]


@pytest.mark.parametrize("query", ["?limit=100", "?limit=100&changed_since=2020-01-01T00:00:00Z"])
def test_more_entries_take_no_more_queries(
    query: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (8, 60):
        samples.make(number - samples.samples().count())
        write_open_data()
        page_cache.raise_version()
        with django_assert_num_queries(11 if "since" in query else 9):
            assert len(ids(client, query)) == number


def test_a_failure_is_said_in_json(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> Any:
        raise RuntimeError("private words")

    monkeypatch.setattr("directory.api._all", fail)
    answer = client.get(ROOT)
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"private words" not in answer.content


def test_who_was_compared_with_the_register_says_so_only_with_consent(client: Client) -> None:
    made = make.organization("Ноос", status="unconfirmed")
    RegisterCheck.objects.create(organization=made, number="7")
    assert client.get(f"{ROOT}/{made.public_id}").json()["more"] is None


def test_two_parts_may_not_have_one_name() -> None:
    one = resources()[0]
    with pytest.raises(ValueError, match="two parts"):
        register(one.name, one.label, one.router)


@pytest.mark.parametrize(
    ("query", "name"), [("limit=0", "limit"), ("place=6", "place"), ("sector=ICA20&sector=ICA5", "sector")]
)
def test_a_value_that_can_not_be_is_named_by_its_parameter(client: Client, query: str, name: str) -> None:
    assert [one["parameter"] for one in client.get(f"{ROOT}?{query}").json()["errors"]] == [name]
