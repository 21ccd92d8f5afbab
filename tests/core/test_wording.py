"""Mongolian number words."""

import datetime as dt

import pytest
from django.utils import translation

from core.templatetags.khorshoo import grouped, long_date, stamp, tidy, written_date
from core.wording import article_mn, ordinal_mn


@pytest.mark.parametrize("number", [1, 4, 9, 11, 14, 19, 21, 40, 44, 90, 91, 101])
def test_numbers_spoken_with_front_vowels_last_take_dugeer(number: int) -> None:
    assert ordinal_mn(number) == f"{number} дүгээр"


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 8, 10, 12, 13, 15, 20, 30, 50, 60, 70, 80, 100, 105])
def test_all_others_take_dugaar(number: int) -> None:
    assert ordinal_mn(number) == f"{number} дугаар"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("12", "12 дугаар зүйл"),
        ("4", "4 дүгээр зүйл"),
        ("36.4", "36.4 дэх хэсэг"),
        ("481.1", "481.1 дэх хэсэг"),
        ("3.2", "3.2 дахь хэсэг"),
    ],
)
def test_articles_and_their_parts(number: str, name: str) -> None:
    assert article_mn(number) == name


def test_dates_in_both_languages() -> None:
    day = dt.date(2026, 11, 22)
    with translation.override("mn"):
        assert long_date(day) == "2026\u00a0оны 11\u00a0дүгээр сарын 22"
        assert stamp(day) == "2026.11.22"
    with translation.override("en"):
        assert long_date(day) == "22\u00a0November 2026"
        assert stamp(day) == "22 Nov 2026"


def test_a_number_stays_with_what_it_counts() -> None:
    assert tidy("ажлын 2 өдөр") == "ажлын 2\u00a0өдөр"
    assert tidy("10-ны дотор") == "10-\u2060ны дотор"
    assert tidy("НҮБ-ын тогтоол") == "НҮБ-\u2060ын тогтоол"
    assert tidy("2024-2025") == "2024-2025"
    assert tidy("Баян-Өлгий, Говь-алтай") == "Баян-Өлгий, Говь-алтай"


@pytest.mark.parametrize(
    ("kept", "english"),
    [
        ("2021", "2021"),
        ("2021.05", "May 2021"),
        ("2021.05.06", "6 May 2021"),
        ("1904, 1912", "1904, 1912"),
        ("2016–2021", "2016–2021"),
        ("2021.13", "2021.13"),
        ("28/2013.04.5.6", "28/2013.04.5.6"),
    ],
)
def test_a_date_kept_as_text_is_read_in_the_readers_language(kept: str, english: str) -> None:
    with translation.override("mn"):
        assert written_date(kept) == kept
    with translation.override("en"):
        assert written_date(kept) == english


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (999, "999"), (20313, "20,313")])
def test_large_numbers_stand_in_groups(number: int, written: str) -> None:
    assert grouped(number) == written
