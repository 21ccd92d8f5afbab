"""The files of the open data: true to their checksums, quick to forget, cheap to have."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import tracemalloc
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.codes import Purpose
from accounts.models import Organization
from core import page_cache
from directory import open_views, open_writing, samples, schedule, tasks
from directory.models import OpenEntry, OpenFile
from directory.open_page import FIELDS
from directory.open_shapes import COLUMNS, SHAPES
from directory.services.open_data import write_open_data
from tests import organizations as make
from tests import people
from tests.directory.test_open_data import agree, entries, full, rows, text

pytestmark = pytest.mark.django_db


def told(client: Client, address: str, **headers: str) -> Any:
    """The answer, read to its end, which closes the file."""
    answer = client.get(address, **headers)
    answer.body = answer.getvalue()
    return answer


def hide(made: Organization) -> None:
    made.status = "hidden"
    made.save()
    page_cache.raise_version()


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_is_what_its_checksum_says(name: str, client: Client) -> None:
    agree(full())
    make.organization("Сүү", status="unconfirmed")
    write_open_data()
    plain = told(client, f"/data/{name}")
    body = plain.body
    digest = hashlib.sha256(body).hexdigest()
    assert (plain["X-Checksum-SHA256"], int(plain["Content-Length"])) == (digest, len(body))
    assert plain["Content-Type"] == SHAPES[name].content_type
    assert (plain["Access-Control-Allow-Origin"], plain["Vary"]) == ("*", "Accept-Encoding")
    packed = told(client, f"/data/{name}", HTTP_ACCEPT_ENCODING="gzip")
    raw = packed.body
    assert packed["Content-Encoding"] == "gzip"
    assert (gzip.decompress(raw), int(packed["Content-Length"])) == (body, len(raw))
    assert client.get(f"/data/{name}", HTTP_IF_NONE_MATCH=plain["ETag"]).status_code == 304
    assert client.get(f"/data/{name}", HTTP_IF_MODIFIED_SINCE=plain["Last-Modified"]).status_code == 304
    head = client.head(f"/data/{name}")
    assert (head.status_code, head["ETag"], head["Content-Length"]) == (200, plain["ETag"], str(len(body)))
    assert f"{digest}  {name.rpartition('/')[2]}\n" in client.get("/data/checksums.txt").content.decode()
    assert digest in client.get("/mn/data/").content.decode()


def test_whoever_is_signed_in_gets_the_same_and_no_cookie(client: Client) -> None:
    make.organization("Ноос", status="unconfirmed")
    write_open_data()
    answers = [told(client, "/data/organizations.csv")]
    client.force_login(people.superuser())
    answers += [told(client, "/data/organizations.csv"), told(client, "/api/v1/organizations")]
    assert answers[0]["ETag"] == answers[1]["ETag"]
    assert {answer["Cache-Control"] for answer in answers} == {"public, max-age=0, must-revalidate"}
    assert not [answer for answer in answers if answer.cookies]


def test_what_did_not_change_is_the_same_file(client: Client) -> None:
    full(status="unconfirmed")
    first = {one.name: one for one in write_open_data()}
    page_cache.raise_version()
    second = {one.name: one for one in write_open_data()}
    assert {name: (one.sha256, one.stored, one.as_of) for name, one in first.items()} == {
        name: (one.sha256, one.stored, one.as_of) for name, one in second.items()
    }


def test_the_worker_writes_them_where_something_changed(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    made = full(status="unconfirmed")
    asked = []
    monkeypatch.setattr(schedule, "write_open_data", type("Task", (), {"enqueue": lambda: asked.append(1)}))
    schedule.write_files()
    assert asked == [1]
    assert tasks.write_open_data.func() == len(SHAPES)
    schedule.write_files()
    assert asked == [1]
    before = OpenFile.objects.get(name="organizations.csv").stored
    made.name_mn = "Өөр нэр"
    made.save()
    page_cache.raise_version()
    schedule.write_files()
    assert asked == [1, 1]
    with django_capture_on_commit_callbacks(execute=True):
        write_open_data()
    assert [row["name_mn"] for row in rows(client)] == ["Өөр нэр"]
    assert not default_storage.exists(before)


GOES: dict[str, Callable[[Organization], object]] = {
    "hidden": hide,
    "consent taken back": lambda made: made.consents.filter(purpose=Purpose.DATA).update(
        withdrawn_at=timezone.now()
    ),
    "deleted": lambda made: made.delete(),
}


@pytest.mark.parametrize("way", GOES)
def test_who_goes_is_gone_at_once(way: str, client: Client) -> None:
    made, other = agree(full()), make.organization("Сүү", status="unconfirmed")
    make.member(made, "owner")
    write_open_data()
    before = OpenFile.objects.get(name="organizations.json").as_of
    public_id = made.public_id
    GOES[way](made)
    page_cache.raise_version()
    since = f"?changed_since={before.isoformat().replace('+00:00', 'Z')}"
    for _when in ("before anybody wrote", "after"):
        assert not [name for name in SHAPES if public_id in text(client, name)]
        assert list(entries(client)) == [other.public_id]
        assert entries(client, since) == {public_id: {"id": public_id, "gone": True}}
        assert [(row["id"], row["gone"], row["name_mn"]) for row in rows(client, query=since)] == [
            (public_id, "yes", "")
        ]
        assert client.get(f"/api/v1/organizations{since}").json()["items"] == [
            {"id": public_id, "gone": True}
        ]
        assert client.get(f"/api/v1/organizations/{public_id}").status_code == 404
        write_open_data()
    assert "X-Checksum-SHA256" in told(client, "/data/organizations.json").headers
    noted = OpenEntry.objects.get(public_id=public_id)
    assert (noted.gone, noted.digest, noted.agreed) == (True, "", False)


def test_a_writer_that_dies_on_the_way_leaves_nothing_behind_that_tells_too_much(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.organization("Ноос", status="unconfirmed")
    write_open_data()
    hide(made)
    monkeypatch.setattr(open_writing, "_keep", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_open_data()
    assert OpenEntry.objects.get().gone
    assert rows(client) == []


def test_while_the_file_tells_too_much_no_checksum_is_told(client: Client) -> None:
    made = make.organization("Ноос", status="unconfirmed")
    write_open_data()
    hide(made)
    answer = told(client, "/data/organizations.csv")
    assert "X-Checksum-SHA256" not in answer.headers
    assert answer["Cache-Control"] == "no-store"
    assert client.get("/data/checksums.txt").content == b""
    assert "is being written anew" in client.get("/en/data/").content.decode()


def test_only_what_changed_is_told_and_nothing_is_missed(client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC), tick=False):
        one, other = full(status="unconfirmed"), make.organization("Сүү", status="unconfirmed")
        write_open_data()
    first = json.loads(text(client, "organizations.json"))
    assert first["date"] == "2026-11-01T08:00:00Z"
    with time_machine.travel(dt.datetime(2026, 11, 5, 8, tzinfo=dt.UTC), tick=False):
        other.name_en = "Milk"
        other.save()
        page_cache.raise_version()
        write_open_data()
    second = json.loads(text(client, "organizations.json", f"?changed_since={first['date']}"))
    assert [row["id"] for row in second["organizations"]] == [other.public_id]
    assert second["date"] == "2026-11-05T08:00:00Z"
    assert entries(client, f"?changed_since={second['date']}") == {}
    assert set(entries(client, f"?changed_since={quote('2026-11-01T00:00:00+08:00')}")) == {
        one.public_id,
        other.public_id,
    }


@pytest.mark.parametrize(
    "since", ["yesterday", "2026-11-01", "2026-13-01T00:00:00Z", "0", "2026-11-01T00:00:00"]
)
def test_a_moment_that_is_none_is_answered_in_words(since: str, client: Client) -> None:
    answer = client.get("/data/organizations.csv", {"changed_since": since})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "changed_since" in answer.json()["detail"]
    assert client.get("/api/v1/organizations", {"changed_since": since}).status_code == 422


def test_the_directory_itself_is_not_read_for_ever(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_views, "LIVE_AN_HOUR", 2)
    make.organization("Ноос", status="unconfirmed")
    query = "?changed_since=2026-01-01T00:00:00Z"
    household = [Client(REMOTE_ADDR=f"2001:db8:1:2::{number}") for number in range(3)]
    answers = [told(one, f"/data/organizations.csv{query}").status_code for one in household]
    assert answers == [200, 200, 429]
    write_open_data()
    assert told(client, "/data/organizations.csv").status_code == 200


def test_the_page_explains_every_column_and_file_in_both_languages(client: Client) -> None:
    explained = set()
    for names, _meaning, _more in FIELDS:
        first, *others = names.split(", ")
        explained |= {f"{first}{other[1:]}" if other.startswith("…") else other for other in [first, *others]}
    assert explained == set(COLUMNS)
    write_open_data()
    for language, title in (("mn", "Нээлттэй өгөгдөл"), ("en", "Open data")):
        html = client.get(f"/{language}/data/").content.decode()
        assert f"<h1>{title}</h1>" in html
        assert not [name for name in SHAPES if f'href="/data/{name}"' not in html]
        assert "/api/v1/openapi.json" in html
    assert client.get("/data/")["Location"] == "/mn/data/"
    assert b"/en/data/</loc>" in client.get("/sitemap.xml").content


@pytest.mark.parametrize(
    "address", ["/data/nothing.csv", "/data/murmurations/abc.json", "/api/v2/", "/api/v1/nothing"]
)
def test_what_is_not_there_is_said_in_json(address: str, client: Client) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get(f"{address}?a=%00").json()["status"] == 400


@pytest.mark.large
def test_memory_stays_flat(client: Client) -> None:
    peaks = []
    for number in (3_000, 12_000):
        samples.make(number - samples.samples().count())
        tracemalloc.start()
        write_open_data()
        assert (
            sum(
                len(part)
                for part in client.get("/data/organizations.json?changed_since=2020-01-01T00:00:00Z")
            )
            > number
        )
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3, peaks
