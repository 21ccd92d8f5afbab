"""“Is this cooperative real?”: what a name or a number gets, what is said to be unknown, what stays private."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.codes import Status
from accounts.models import Contact, FieldSource, RegisterCheck, YearFigures
from directory.checking import number_of
from search import indexer
from tests import organizations as make
from tests import people

pytestmark = pytest.mark.django_db
SAID = dt.datetime(2026, 5, 6, tzinfo=dt.UTC)


def asked(client: Client, typed: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/check/", {"q": typed})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def names(html: str) -> list[str]:
    """Of the entries in the answer, in their order."""
    return re.findall(r'<h3><a href="/../directory/\w+/">([^<]+)</a>', html)


def line(html: str, label: str) -> str:
    """What stands beside this label, without tags."""
    value = html.partition(f"<dt>{label}</dt>")[2].partition("</dd>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", value).split())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234567", "1234567"),
        (" 123 45-67 ", "1234567"),
        ("№ 12З4567", "1234567"),
        ("1О0l", "1001"),
        ("１２３", "123"),
        ("Ноос 7", ""),
        ("Зоо", ""),
        ("١٢٣", ""),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed: str, number: str) -> None:
    assert number_of(typed) == number


def test_a_number_finds_its_entry_and_another_number_is_not_called_false(client: Client) -> None:
    make.organization("Ноос", registration_number="123 4567")
    make.organization("Сүү", registration_number="7654321")
    assert names(asked(client, "12З-4567")) == ["Ноос"]
    assert names(asked(client, "7654321")) == ["Сүү"]
    html = asked(client, "1234568")
    assert names(html) == []
    assert "Not found in our data" in html
    assert not re.search(r"\b(false|fake|scam)\b", html, re.I)
    assert "Манай мэдээлэлд олдсонгүй" in asked(client, "1234568", "mn")


def test_each_line_says_what_is_known_by_whom_and_since_when(client: Client) -> None:
    entry, union = (
        make.organization("Ноос", registration_number="7654321", audited_on="2025.03", auditor="Тооцоо ХХК"),
        make.umbrella("Ноосны холбоо"),
    )
    link = make.confirmed(entry, union)
    RegisterCheck.objects.create(organization=entry, number="7654321")
    RegisterCheck.objects.update(checked_at=SAID)
    for field, source in (("audited_on", "audit report"), ("figures", "")):
        FieldSource.objects.create(organization=entry, field=field, said_at=SAID, source=source)
    YearFigures.objects.create(organization=entry, year=2024, members=11)
    newest = YearFigures.objects.create(organization=entry, year=2025, members=24)
    html = asked(client, "ноос")
    assert line(html, "State register") == (
        "Number: 7654321 Compared with the state register: The agency, 6 May 2026"
    )
    assert line(html, "Members") == "2025: 24. Not confirmed. From the organization, 6 May 2026"
    assert line(html, "Last audit") == "Mar 2025, Тооцоо ХХК Source: audit report, 6 May 2026"
    assert "Confirmed by its union: Ноосны холбоо" in line(html, "Who verified it")
    newest.confirmed_in, newest.confirmed_at = link, SAID
    newest.save()
    assert line(asked(client, "Ноос"), "Members") == (
        "2025: 24 Confirmed by its union: Ноосны холбоо, 6 May 2026"
    )


def test_what_is_not_known_is_said(client: Client) -> None:
    entry = make.organization("Ноос", place="", status=Status.UNCONFIRMED)
    html = asked(client, "Ноос")
    assert [line(html, label) for label in ("State register", "Members", "Last audit")] == ["Not known."] * 3
    assert line(html, "Who verified it") == "Nobody has."
    assert line(html, "Also not known") == "legal form, founded, place"
    assert "has not confirmed this entry" in html
    entry.registration_number = "7"
    entry.save()
    RegisterCheck.objects.create(organization=entry, number="6", ended_at=SAID)
    assert "Number: 7. Nobody has compared it" in line(asked(client, "Ноос"), "State register")


def test_few_members_are_not_told(client: Client) -> None:
    entry = make.organization("Ноос")
    YearFigures.objects.create(organization=entry, year=2025, members=4)
    assert line(asked(client, "Ноос"), "Members").startswith("2025: too few to tell")


def test_what_is_not_public_is_not_found_nor_are_contacts(client: Client) -> None:
    for status in (Status.DRAFT, Status.HIDDEN):
        make.organization("Нууцхан", status=status, registration_number="555")
    shown = make.organization("Ноос")
    for visibility in ("public", "members", "umbrella"):
        Contact.objects.create(organization=shown, kind="phone", value="99887766", visibility=visibility)
    for typed in ("Нууцхан", "555", "99887766"):
        assert names(asked(client, typed)) == [], typed
    assert "99887766" not in asked(client, "Ноос")


@pytest.mark.parametrize("typed", ["", "   ", "???", "%"])
def test_what_cannot_be_looked_for_is_asked_for_again(client: Client, typed: str) -> None:
    make.organization("Ноос")
    html = asked(client, typed)
    assert (names(html), "Write a name or a number." in html) == ([], True)
    assert f'name="q" value="{typed.strip()}"' in html


@pytest.mark.parametrize("typed", ["a<b>" * 600, "7" * 5000, "Ноос " * 40 + "x"])
def test_what_is_long_is_cut_and_that_is_told(client: Client, typed: str) -> None:
    make.organization("Ноос")
    html = asked(client, typed)
    assert "only its first 200 characters" in html
    assert "<b>a" not in html


@pytest.mark.parametrize("typed", ["\0", "Ноос\0", "ү" * 11_000])
def test_what_no_page_reads_gets_the_sites_page_for_that(client: Client, typed: str) -> None:
    answer = client.get("/en/check/", {"q": typed})
    assert (answer.status_code, "<h1" in answer.content.decode()) == (400, True)


@pytest.mark.usefixtures("engine")
def test_names_are_found_as_the_search_understands_them_but_not_by_other_words(client: Client) -> None:
    wool = make.organization("«Хангайн зэгсэн» хоршоо", name_en="Khangai Reed")
    make.organization("Зэгсэн 2")
    other = make.organization("Богд", about="Зэгсэн нэхнэ.")
    rows = [wool, other]
    indexer.index_keys([f"accounts.organization:{one.pk}" for one in rows])
    for typed in ("Хангайн зэгсэн ХЗХ", "khangain zegsen", "хангайн зэгсэнгийн", "Reed"):
        assert names(asked(client, typed)) == ["Khangai Reed"], typed
    html = asked(client, "зэгсэн")
    assert names(html) == ["Khangai Reed"]
    assert "Exactly this name is not found" in html
    assert "Exactly this name" not in asked(client, "хангайн  ЗЭГСЭН")


def test_a_fraud_can_be_reported_but_not_by_those_whose_entry_it_is(client: Client) -> None:
    entry = make.organization("Ноос")
    address = f"/en/people/report/organization/{entry.public_id}/"
    assert address in asked(client, "Ноос")
    assert client.get(address).status_code == 200
    client.force_login(make.member(entry, "owner"))
    assert address not in asked(client, "Ноос")
    client.force_login(people.person("reader"))
    assert address in asked(client, "Ноос")


def test_it_takes_the_same_queries_however_many_entries(client: Client) -> None:
    client.force_login(people.person("reader"))
    asked(client, "Ноос")
    sizes = []
    for more in (1, 8):
        for number in range(more):
            entry = make.organization("Ноос")
            make.confirmed(entry, make.umbrella(f"Х {more} {number}"))
            YearFigures.objects.create(organization=entry, year=2025, members=24)
        with CaptureQueriesContext(connection) as queries:
            assert len(names(asked(client, "Ноос"))) == (1 if more == 1 else 9)
        sizes.append(len(queries))
    assert sizes[0] == sizes[1]


def test_the_form_is_one_page_for_everybody_and_is_linked(client: Client) -> None:
    entry = make.organization("Ноос")
    assert "no-store" not in client.get("/mn/check/")["Cache-Control"]
    assert "/mn/check/" in client.get("/mn/directory/").content.decode()
    assert "/mn/check/?q=" in client.get(f"/mn/directory/{entry.public_id}/").content.decode()
