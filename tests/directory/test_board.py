"""The board of offers and needs: who stands on it, how it is narrowed, what answers what, what has ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.codes import Purpose
from accounts.models import Organization, PublicationConsent
from accounts.services import agency
from core import outbox, page_cache
from directory.models import Post
from directory.services.board import end_due_posts
from search import indexer
from search.execute import execute
from tests import organizations as make
from tests import people
from tests.directory.board_parts import BOARD, post, seen, titles
from tests.directory.test_listing import counts, listed, names

pytestmark = pytest.mark.django_db


def page_of(one: Post) -> str:
    return f"{BOARD}{one.public_id}/"


@pytest.fixture
def wool() -> Organization:
    return make.organization("Ноос", activities=["ICA10"])


def test_only_what_is_public_stands_on_the_board(client: Client, wool: Organization) -> None:
    now, yesterday = timezone.now(), timezone.localdate() - dt.timedelta(days=1)
    post(wool, "Нээлттэй")
    gone = [
        post(wool, "Дууссан", until=yesterday),
        post(wool, "Авсан", withdrawn_at=now),
        post(wool, "Нуусан", hidden_at=now),
        post(make.organization("Нууц", status="hidden"), "Нууцынх"),
        post(make.organization("Ноорог", status="draft"), "Ноорогийнх"),
    ]
    assert titles(seen(client, BOARD)) == ["Нээлттэй"]
    assert [client.get(page_of(one)).status_code for one in gone] == [410, 404, 404, 404, 404]
    ended = client.get(page_of(gone[0])).content.decode()
    assert "noindex" in ended
    assert "Дууссан</" not in ended  # nothing of what it said


def test_its_own_people_and_the_agency_see_what_has_ended(client: Client, wool: Organization) -> None:
    ended = post(wool, "Дууссан", until=timezone.localdate() - dt.timedelta(days=1))
    for user in (make.member(wool, "own"), people.agency(), people.moderator()):
        client.force_login(user)
        assert "Хугацаа нь дууссан" in seen(client, page_of(ended))
    client.force_login(make.member(make.organization("Өөр"), "stranger"))
    assert client.get(page_of(ended)).status_code == 410


def test_it_is_narrowed_and_counted_by_kind_place_and_sector(client: Client, wool: Organization) -> None:
    post(wool, "А", place="6231")
    post(wool, "Б", place="62", kind="offer")
    post(wool, "В", place="6401", sector="ICA20")
    assert set(titles(seen(client, f"{BOARD}?place=62"))) == {"А", "Б"}
    assert titles(seen(client, f"{BOARD}?place=62&place=6231")) == ["А"]
    assert titles(seen(client, f"{BOARD}?kind=need&sector=ICA20")) == ["В"]
    found = counts(seen(client, f"{BOARD}?place=62"))
    assert (found["62"], found["64"], found["6231"]) == (2, 1, 1)
    assert (found["need"], found["offer"]) == (1, 1)
    assert "ICA20" not in found  # leads nowhere in this aimag
    found = counts(seen(client, f"{BOARD}?place=62&sector=ICA20"))
    assert (found["ICA10"], found["ICA20"], found["64"]) == (
        2,
        0,
        1,
    )  # its own choice does not count for a facet
    assert titles(seen(client, BOARD)) == ["В", "Б", "А"]  # the newest first


@pytest.mark.parametrize("query", ["?kind=x", "?place=99&kind=need", "?sector=%3Cscript%3E"])
def test_what_the_address_cannot_mean_is_left_out_and_told(
    client: Client, wool: Organization, query: str
) -> None:
    post(wool)
    answer = client.get(BOARD + query)
    assert answer.status_code == 200
    assert 'class="note w"' in answer.content.decode()
    assert titles(answer.content.decode()) == ["Өвс хэрэгтэй"]
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"{BOARD}?page=900").status_code == 404


def test_the_directory_is_narrowed_by_who_offers_and_who_needs(client: Client, wool: Organization) -> None:
    post(wool)
    post(make.organization("Сүү"), kind="offer")
    post(make.organization("Гутал"), until=timezone.localdate() - dt.timedelta(days=1))
    found = counts(listed(client))
    assert (found["need"], found["offer"]) == (1, 1)
    assert names(listed(client, "?board=need")) == ["Ноос"]
    assert "no-store" not in client.get("/mn/directory/?board=offer")["Cache-Control"]


def test_what_answers_it_stands_on_its_page_the_nearest_first(client: Client, wool: Organization) -> None:
    need = post(wool, place="6231")
    other = make.organization("Өвс", place="6234", activities=["ICA10"])
    far, near, same, here = (
        post(other, title, kind="offer", place=place)
        for title, place in (
            ("Баян-Өлгий", "8301"),
            ("Архангай", "6501"),
            ("Арвайхээр", "62"),
            ("Тэнд", "6231"),
        )
    )
    post(other, "Сүү", kind="offer", sector="ICA20")
    post(other, "Мөн л хэрэгтэй")
    post(wool, "Өөрийн санал", kind="offer")
    html = seen(client, page_of(need))
    assert titles(html) == [here.title, same.title, near.title, far.title]
    assert html.count(" км") == 2  # told of what is elsewhere
    assert (
        f'/mn/directory/{other.public_id}/">Өвс</a></li>' in html
    )  # an entry of the same trade in the same aimag
    assert f'/mn/directory/{wool.public_id}/">Ноос</a></li>' not in html
    assert titles(seen(client, page_of(far))) == [need.title, "Мөн л хэрэгтэй"][:1]


def test_an_entry_shows_what_stands_on_the_board_of_its_own(client: Client, wool: Organization) -> None:
    post(wool, "Өвс хэрэгтэй")
    post(wool, "Хуучин", until=timezone.localdate() - dt.timedelta(days=1))
    assert titles(seen(client, f"/mn/directory/{wool.public_id}/")) == ["Өвс хэрэгтэй"]


def test_lists_and_pages_take_the_same_queries_however_many_posts(client: Client, wool: Organization) -> None:
    first = post(wool)
    paths = [f"{BOARD}?place=62", page_of(first), f"/mn/directory/{wool.public_id}/"]
    for path in paths:
        seen(client, path)  # the menu and the like
    sizes = []
    for more in (2, 40):
        for number in range(more):
            other = make.organization(f"Өвс {more} {number}", activities=["ICA10"])
            post(other, kind="offer")
            post(wool, place="6401" if number % 2 else "6231")
        page_cache.raise_version()
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                seen(client, path)
            found.append(len(queries))
        sizes.append(found)
    assert sizes[0] == sizes[1]
    assert min(sizes[0]) > 2


def test_a_day_that_passes_takes_it_from_kept_pages_and_search(
    client: Client, wool: Organization, engine: Any
) -> None:
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)):
        one = post(wool, "Зэгсэн өвс", until=dt.date(2026, 12, 31))
        indexer.index_keys([f"directory.post:{one.pk}"])
        assert titles(seen(client, BOARD)) == ["Зэгсэн өвс"]
        assert [row.kind for row in execute("зэгсэн", language="mn", filters={"place": ["62"]}).rows] == [
            "post"
        ]
        assert not end_due_posts()
    with time_machine.travel(dt.datetime(2026, 12, 31, 16, 1, tzinfo=dt.UTC)):  # past midnight in Ulaanbaatar
        assert not execute("зэгсэн", language="mn").rows
        assert end_due_posts() == 1
        assert titles(seen(client, BOARD)) == []
        assert client.get(page_of(one)).status_code == 410
        outbox.drain()
        assert not engine.stored()
        assert not end_due_posts()


def test_hiding_an_organization_hides_what_it_offers_and_needs(
    client: Client, wool: Organization, engine: Any
) -> None:
    one = post(wool, "Зэгсэн өвс")
    indexer.index_keys([f"directory.post:{one.pk}"])
    agency.set_hidden(user=people.agency(), organization=wool, hidden=True, reason="давхар")
    assert titles(seen(client, BOARD)) == []
    outbox.drain()
    assert not [key for key, _digest in engine.stored().values() if key.startswith("directory.post")]


def test_two_entries_that_become_one_keep_their_posts(client: Client, wool: Organization) -> None:
    kept = make.organization("Ноос хоршоо")
    post(wool)
    agency.merge_organizations(user=people.agency(), keep=kept, gone=wool)
    assert titles(seen(client, f"/mn/directory/{kept.public_id}/")) == ["Өвс хэрэгтэй"]


def test_search_engines_are_told_only_of_those_that_agreed(client: Client, wool: Organization) -> None:
    one, other = post(wool), post(make.organization("Сүү"))
    PublicationConsent.objects.create(organization=wool, purpose=Purpose.SEARCH)
    sitemap = seen(client, "/directory-sitemap-board.xml")
    assert page_of(one) in sitemap
    assert page_of(other) not in sitemap
    assert "directory-sitemap-board.xml" in seen(client, "/directory-sitemap.xml")
    assert '"noindex"' not in seen(client, page_of(one))
    assert '"noindex"' in seen(client, page_of(other))
    assert '"noindex"' not in seen(client, BOARD)
