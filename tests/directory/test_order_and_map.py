"""In which order the list stands, and the map with its table."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Organization
from core.places import place
from directory.distance import between
from directory.tiles import _steps
from tests import organizations as make
from tests.directory.test_listing import listed, names

pytestmark = pytest.mark.django_db


def test_distances_are_those_of_the_middles_of_the_areas() -> None:
    assert between(place("11"), place("11")) == 0
    # from Ulaanbaatar (47.95, 106.97) to Bayan-Ölgii (48.54, 89.85): 1,273 km on the globe
    assert between(place("11"), place("83")) == 1270
    assert between(place("83"), place("11")) == 1270


def test_the_nearest_stand_first_and_those_without_a_place_last(client: Client) -> None:
    make.organization("Ойр", place="6401")  # Bayankhongor
    make.organization("Дэргэд", place="6231")  # Övörkhangai itself
    make.organization("Хол", place="2101")  # Dornod
    make.organization("Газаргүй", place="")
    make.organization("Дүүрэг", place="1107")
    html = listed(client, "?sort=near&near=62")
    assert names(html) == ["Дэргэд", "Ойр", "Дүүрэг", "Хол", "Газаргүй"]
    assert "ойролцоогоор 260 км" in html
    assert names(listed(client, "?sort=near&near=1107"))[:1] == ["Дүүрэг"]
    assert names(listed(client, "?sort=near&place=64&place=21")) == [
        "Ойр",
        "Хол",
    ]  # whence is not clear: by name


def test_the_one_chosen_place_is_where_distances_begin(client: Client) -> None:
    make.organization("Аа", place="6231")
    assert "яг тэнд" in listed(client, "?sort=near&place=6231")


@pytest.mark.parametrize("query", ["?sort=age", "?sort=near&near=9999", "?near=6231&sort=near", "?sort=near"])
def test_an_order_that_is_none_is_told(client: Client, query: str) -> None:
    make.organization("А")
    html = listed(client, query)
    assert names(html) == ["А"]
    assert 'class="note w"' in html


def test_the_newest_change_stands_first(client: Client) -> None:
    first = make.organization("А")
    make.organization("Б")
    first.save()
    assert names(listed(client, "?sort=new")) == ["А", "Б"]


def test_the_pages_of_a_list_hold_each_entry_once(client: Client) -> None:
    for number in range(45):
        make.organization(f"Хоршоо {number:02}", place=["6231", "6401", "1107", ""][number % 4])
    for sort in ("name", "new", "near&near=62"):
        found = [name for page in (1, 2, 3) for name in names(listed(client, f"?sort={sort}&page={page}"))]
        assert len(found) == len(set(found)) == 45
    assert client.get("/mn/directory/?page=4").status_code == 404


def test_each_tile_leads_to_its_list_and_the_table_says_the_same(client: Client) -> None:
    for name, code in (("А", "6231"), ("Б", "6201"), ("В", "11"), ("Г", "")):
        make.organization(name, place=code, activities=["ICA20"])
    make.organization("Д", place="6231")
    html = client.get("/en/directory/map/?sector=ICA20").content.decode()
    tiles = dict(re.findall(r'\?sector=ICA20&amp;place=(\d\d)"[^>]*><polygon.*?class="n"[^>]*>(\d+)<', html))
    assert len(tiles) == 22
    assert {code: count for code, count in tiles.items() if count != "0"} == {"62": "2", "11": "1"}
    table = re.findall(r'place=(\d\d)">[^<]+</a></th><td[^>]*>(\d+)<', html)
    assert dict(table) == tiles
    assert ">place not known</th><td" in html
    assert re.search(r"<tfoot>.*?>4<", html)
    assert names(listed(client, "?sector=ICA20&place=62")) == ["А", "Б"]


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        ([], []),
        ([1], [("a", 1, 0)]),
        ([2, 2, 2], [("a", 1, 0)]),
        ([1, 2, 3, 4, 5, 9], [("a", 1, 2), ("b", 3, 4), ("c", 5, 0)]),
        ([1, 1, 1, 1, 30], [("a", 1, 1), ("b", 2, 0)]),
    ],
)
def test_darker_tiles_have_more(counts: list[int], steps: list[tuple[str, int, int]]) -> None:
    assert _steps(counts) == steps


@pytest.mark.parametrize("typed", ["ноос", "Нооос", "НООС"])
def test_words_find_by_name_while_the_engine_is_away(client: Client, typed: str) -> None:
    make.organization("«Хангайн ноос» хоршоо")
    make.organization("«Богд» хоршоо")
    answer = client.get("/mn/directory/", {"q": typed, "sort": "best"})
    found = names(answer.content.decode())
    assert found == ([] if typed == "Нооос" else ["«Хангайн ноос» хоршоо"])
    assert "no-store" in answer["Cache-Control"]
    assert Organization.objects.count() == 2
