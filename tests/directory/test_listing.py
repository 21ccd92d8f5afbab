"""The list of organizations: who stands in it, how it is narrowed and counted, what a wrong address gets."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.codes import Level, Status
from core import page_cache
from tests import organizations as make

pytestmark = pytest.mark.django_db


def names(html: str) -> list[str]:
    """Of the rows, in their order."""
    return re.findall(r'<li><h2><a href="/m?[en]n?/directory/\w+/">([^<]+)</a>', html)


def listed(client: Client, query: str = "", language: str = "mn") -> str:
    answer = client.get(f"/{language}/directory/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def counts(html: str) -> dict[str, int]:
    """By value: the number beside its box."""
    return {
        value: int(count)
        for value, count in re.findall(r'value="([^"]+)"(?: checked)?>[^<]+<span>(\d+)</span>', html)
    }


def test_only_what_is_public_stands_in_the_list(client: Client) -> None:
    for status in Status:
        make.organization(f"Ноос {status}", status=status)
    assert set(names(listed(client))) == {"Ноос listed", "Ноос unconfirmed"}


def test_it_is_in_the_order_of_the_alphabet_of_its_language(client: Client) -> None:
    for name, english in (("Үүл", "Cloud"), ("Өнөр", "Zebra"), ("Од", ""), ("Уул", "Mountain")):
        make.organization(name, name_en=english)
    assert names(listed(client)) == ["Од", "Өнөр", "Уул", "Үүл"]
    assert names(listed(client, language="en")) == ["Cloud", "Mountain", "Zebra", "Од"]


def test_choices_of_one_kind_widen_and_of_two_kinds_narrow(client: Client) -> None:
    make.organization("А", place="6231", activities=["ICA20"])
    make.organization("Б", place="6401", activities=["ICA20", "ICA60"])
    make.organization("В", place="6234", level=Level.UNION)
    assert names(listed(client, "?place=62")) == ["А", "В"]
    assert names(listed(client, "?place=62&place=64")) == ["А", "Б", "В"]
    assert names(listed(client, "?place=62&place=64&sector=ICA20")) == ["А", "Б"]
    assert names(listed(client, "?place=62&place=6231")) == ["А"]


def test_a_count_says_what_the_box_leads_to(client: Client) -> None:
    make.organization("А", place="6231", activities=["ICA20"])
    make.organization("Б", place="6401", activities=["ICA20", "ICA60"])
    make.organization("В", place="6234")
    found = counts(listed(client, "?sector=ICA60"))
    assert (found.get("62", 0), found["64"]) == (0, 1)
    assert (found["ICA20"], found["ICA60"]) == (2, 1)  # its own choice does not count for a facet
    below = counts(listed(client, "?place=62"))
    assert (below["6231"], below["6234"], below["64"]) == (1, 1, 1)
    english = listed(client, "?place=62", "en")
    assert "Övörkhangai aimag: soums and districts" in english
    assert ">Nariinteel<span>1</span>" in english  # no English form was seen: by the table of letters


def test_it_is_narrowed_by_who_vouches_for_an_entry(client: Client) -> None:
    union, sure, plain = make.umbrella("Холбоо"), make.organization("А"), make.organization("Б")
    make.confirmed(sure, union)
    sure.register_checks.create(number="1")
    assert names(listed(client, "?verified=register")) == ["А"]
    assert names(listed(client, "?verified=union")) == ["А"]
    assert set(names(listed(client, "?verified=no"))) == {"Б", "Холбоо"}
    assert plain.name in listed(client, "?fresh=yes")


@pytest.mark.parametrize(
    "query", ["?place=99", "?sector=x&place=62", "?fresh=%3Cscript%3E", "?level=PRIMARY"]
)
def test_what_the_address_cannot_mean_is_left_out_and_told(client: Client, query: str) -> None:
    make.organization("А", place="6231")
    answer = client.get(f"/mn/directory/{query}")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert names(html) == ["А"]
    assert 'class="note w"' in html
    assert "<script>" not in html.partition("<main")[2]
    assert "no-store" in answer["Cache-Control"]


def test_the_list_takes_the_same_queries_however_many_entries(client: Client) -> None:
    listed(client)  # the menu and the like
    sizes = []
    for more in (1, 40):
        for number in range(more):
            make.confirmed(make.organization(f"Нэмсэн {more} {number}"), make.umbrella(f"Х {more} {number}"))
        page_cache.raise_version()
        with CaptureQueriesContext(connection) as queries:
            listed(client, "?place=62")
        sizes.append(len(queries))
    assert sizes[0] == sizes[1] > 2


def test_a_visitor_is_served_the_kept_page_until_an_entry_changes(client: Client) -> None:
    make.organization("А")
    assert "no-store" not in client.get("/mn/directory/?place=62")["Cache-Control"]
    make.organization("Б")
    assert names(listed(client, "?place=62")) == ["А"]
    page_cache.raise_version()
    assert names(listed(client, "?place=62")) == ["А", "Б"]
