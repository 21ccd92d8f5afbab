"""The directory in numbers: equal to a hand count, and silent about what entries' pages are silent about."""

from __future__ import annotations

import csv
import datetime as dt
import re
from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, YearFigures
from core import page_cache, shared
from directory import samples
from directory.small_numbers import shown_figures
from directory.statistics import PARTS, as_data, statistics
from tests import organizations as make

pytestmark = pytest.mark.django_db
ADDRESS = "/mn/directory/statistics/"

#: name, place, form, activities, founded, figures (year, members, women, youth)
DOZEN: list[tuple[str, str, str, list[str], str, list[tuple[int, int, int | None, int | None]]]] = [
    ("А", "6231", "primary-cooperative", ["ICA20"], "2019", [(2024, 20, 10, 5), (2025, 25, 12, 6)]),
    ("Б", "62", "primary-cooperative", ["ICA20", "ICA90"], "2019.05", [(2025, 30, 6, None)]),
    ("В", "6231", "savings-credit", ["ICA140"], "2010.01.02", [(2025, 50, 48, 9)]),  # two men: women not told
    ("Г", "6201", "secondary-cooperative", [], "", []),
    (
        "Д",
        "2101",
        "primary-cooperative",
        ["ICA90"],
        "2019",
        [(2025, 9, 3, 2)],
    ),  # three women, two young people
    ("Е", "2101", "primary-cooperative", ["ICA90"], "2001", [(2025, 40, 20, 10)]),
    ("Ё", "2104", "association", [], "1998", [(2023, 4, 2, 1)]),  # four members
    ("Ж", "1107", "savings-credit", ["ICA140"], "2024", [(2025, 100, 60, 30)]),
    ("З", "11", "ngo", ["ICA160"], "2024", [(2024, 12, 7, None)]),
    ("И", "8301", "primary-cooperative", [], "2022", [(2025, 6, 2, 5)]),  # two women; one member is not young
    ("К", "", "", [], "", []),
    ("Л", "4301", "company", ["ICA10"], "2020", [(2025, 15, None, None)]),
]


@pytest.fixture
def dozen() -> list[Organization]:
    made = []
    for at, (name, place, form, activities, founded, figures) in enumerate(DOZEN):
        listed = dt.datetime(2025 if at < 4 else 2026, 3, 1, tzinfo=dt.UTC)
        one = make.organization(
            name, place=place, legal_form=form, activities=activities, founded=founded, listed_at=listed
        )
        for year, members, women, youth in figures:
            YearFigures.objects.create(organization=one, year=year, members=members, women=women, youth=youth)
        made.append(one)
    make.organization("Нууц", status="draft", place="6231", activities=["ICA20"], founded="2019")
    hidden = make.organization("Нуусан", status="hidden", place="6231")
    YearFigures.objects.create(organization=hidden, year=2025, members=1000, women=500, youth=500)
    return made


def row(table: str, code: str) -> dict[str, Any]:
    return next(one for one in as_data()[table] if one["code"] == code)


def told(one: dict[str, Any]) -> list[Any]:
    return [one[name] for name in ("organizations", "members", "women", "women_percent", "youth")]


def test_the_figures_equal_a_hand_count(dozen: list[Organization]) -> None:
    data = as_data()
    assert data["organizations"] == 12
    # members: 25 30 50 9 40 100 12 6 15 (not 4); women: 12 6 20 60 7; young people: 6 9 10 30
    assert (data["persons"]["members"], data["persons"]["members_of"]) == (287, 9)
    assert (data["persons"]["women"], data["persons"]["women_of"]) == (105, 5)
    assert (data["persons"]["youth"], data["persons"]["youth_of"]) == (55, 4)
    assert data["persons"]["women_percent"] == round(100 * 105 / (25 + 30 + 40 + 100 + 12))
    assert data["persons"]["youth_percent"] == round(100 * 55 / (25 + 50 + 40 + 100))
    left_out = [data["persons"][f"{part}_left_out"] for part in PARTS]
    assert left_out == [1, 4, 3]  # members: Ё; women: В Д Ё И; youth: Д Ё И
    assert told(row("place", "62")) == [4, 105, 18, 33, 15]
    assert told(row("place", "21")) == [3, 49, 20, 50, 10]
    assert told(row("place", "11")) == [2, 112, 67, 60, 30]
    assert told(row("place", "83")) == [1, 6, None, None, None]
    assert told(row("place", "43")) == [1, 15, None, None, None]
    assert told(row("place", "")) == [1, None, None, None, None]
    assert [one["code"] for one in data["place"]] == ["11", "21", "43", "62", "83", ""]
    assert told(row("form", "primary-cooperative"))[:3] == [5, 110, 38]
    assert told(row("form", "association")) == [1, None, None, None, None]
    assert told(row("sector", "ICA90"))[:3] == [3, 79, 26]
    assert {one["code"]: one["organizations"] for one in data["founded"]} == {
        "1998": 1, "2001": 1, "2010": 1, "2019": 3, "2020": 1, "2022": 1, "2024": 2, "": 2,
    }  # fmt: skip
    assert [(one["code"], one["organizations"]) for one in data["listed"]] == [("2025", 4), ("2026", 8)]
    assert told(row("years", "2024"))[:3] == [2, 32, 17]
    assert told(row("years", "2023")) == [1, None, None, None, None]


def test_counts_of_entries_are_never_hidden(dozen: list[Organization]) -> None:
    for table in ("place", "form"):
        assert sum(one["organizations"] for one in as_data()[table]) == 12


def test_no_sum_says_more_than_the_pages_of_entries(dozen: list[Organization]) -> None:
    """Whoever adds up all pages gets exactly the sums: nothing is left over that could be a hidden number."""
    latest = [one.figures.order_by("-year").first() for one in dozen]
    printed = {
        one.place[:2]: {
            part: sum(
                getattr(shown_figures(figures), part) or 0
                for other, figures in zip(dozen, latest, strict=True)
                if figures is not None and other.place[:2] == one.place[:2]
            )
            for part in PARTS
        }
        for one in dozen
    }
    data = as_data()
    for part in PARTS:
        for one in data["place"]:
            assert (one[part] or 0) == printed[one["code"]][part]
        total = data["persons"][part]
        assert total == sum(
            one[part] or 0 for one in data["place"]
        )  # one hidden group is not total less the others
        assert all(one[part] is None or one[part] >= 5 for table in ("place", "form", "sector", "years")
                   for one in data[table])  # fmt: skip


def test_one_suppressed_entry_cannot_be_reckoned_from_the_sum_of_its_aimag() -> None:
    """The same directory with another hidden number gives the same figures."""
    seen = []
    for women in (0, 1, 4, 9, 12):  # of twelve members: never told
        with_one = make.organization(f"Нэг {women}", place="6231")
        other = make.organization(f"Хоёр {women}", place="6231")
        YearFigures.objects.create(organization=with_one, year=2025, members=12, women=women)
        YearFigures.objects.create(organization=other, year=2025, members=30, women=11)
        seen.append(as_data())
        Organization.objects.all().delete()
    assert all(one == other for one, other in combinations(seen, 2))
    assert seen[0]["place"][0]["women"] == 11


def text(path: str = ADDRESS) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_the_same_as_the_data(dozen: list[Organization]) -> None:
    html = text()
    flat = re.sub(r"<svg.*?</svg>", "", re.sub(r"\s+", " ", html)).replace(" </td>", "</td>")
    assert re.search(
        r'place=62">Өвөрхангай аймаг</a>.*?<td[^>]*>4</td><td[^>]*>105</td><td[^>]*>33 %</td>', flat
    )
    assert re.search(r"Баян-Өлгий аймаг</a>.*?<td[^>]*>6</td><td[^>]*>цөөн", flat)
    assert html.count("<svg") >= 3
    assert "style=" not in html.partition("<main")[2]
    english = text("/en/directory/statistics/")
    assert "too few to tell" in english
    assert "4 organizations are left out" in english


def test_the_file_says_the_same_as_the_data(dozen: list[Organization]) -> None:
    lines = text(f"{ADDRESS}figures.csv").lstrip("\ufeff").splitlines()
    rows = list(csv.DictReader(lines))
    data = as_data()
    assert len(rows) == 1 + sum(len(table) for table in data.values() if isinstance(table, list))
    for found in rows[1:]:
        wanted = row(found["table"], found["code"])
        for name in ("organizations", "members", "women", "youth", "women_percent", "women_left_out"):
            assert found[name] == ("" if wanted.get(name) is None else str(wanted[name]))


def test_an_empty_directory_has_a_page(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 200
    assert "NaN" not in text()


def test_samples_are_told(client: Client) -> None:
    samples.make(30)
    assert "жишээ" in text().lower()
    assert statistics().samples


@pytest.mark.parametrize("size", [12, 200])
def test_the_page_takes_the_same_queries_however_many_entries(client: Client, size: int) -> None:
    samples.make(size)
    page_cache.raise_version()
    shared.forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS)
    assert len(queries) <= 21
    figures = [one for one in queries if "yearfigures" in one["sql"].lower()]
    assert len(figures) == 1


def test_the_listing_and_the_sitemap_lead_there(client: Client) -> None:
    assert f'href="{ADDRESS}"' in text("/mn/directory/")
    assert "/en/directory/statistics/" in text("/directory-sitemap-1.xml")
