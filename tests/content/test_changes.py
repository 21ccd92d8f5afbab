"""What is new is told on the page, on the page of changes and in feeds, and nothing hidden with it."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.models import GuidePage, HomePage
from core import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]
ATOM = "{http://www.w3.org/2005/Atom}"


def note(text: str, size: str = "major", slug: str = "duties", language: str = "mn") -> GuidePage:
    page = GuidePage.objects.get(slug=slug, locale__language_code=language)
    page.changes.insert(0, ("change", {"date": dt.date(2026, 11, 20), "size": size, "text": text}))
    page.save_revision().publish()
    return page


def text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def entries(name: str, language: str = "mn") -> list[tuple[str, str, str]]:
    """(title, what is new, address) of the feed's entries."""
    feed = ElementTree.fromstring(text(f"/{language}/feeds/{name}.atom"))  # noqa: S314  # our own answer
    return [
        (
            e.findtext(f"{ATOM}title") or "",
            e.findtext(f"{ATOM}summary") or "",
            e.find(f"{ATOM}link").attrib["href"],
        )
        for e in feed.findall(f"{ATOM}entry")
    ]


def test_a_change_is_told_on_the_page_in_the_list_and_in_the_feeds_of_its_part() -> None:
    note("Тайлангийн хугацаа өөрчлөгдсөн")
    for path in ("/mn/audit/duties/", "/mn/changes/"):
        assert "Тайлангийн хугацаа өөрчлөгдсөн" in text(path), path
        assert "2026.11.20" in text(path)
    for name in ("all", "audit"):
        assert any(new == "Тайлангийн хугацаа өөрчлөгдсөн" for _title, new, _url in entries(name)), name
    assert not any("хугацаа өөрчлөгдсөн" in new for _title, new, _url in entries("finance"))
    assert "Тайлангийн хугацаа" not in text("/en/changes/")


def test_a_small_correction_stands_in_the_list_and_in_no_feed() -> None:
    note("Үсгийн алдаа зассан", size="minor")
    assert "Үсгийн алдаа зассан" in text("/mn/changes/")
    assert not any("Үсгийн" in new for _title, new, _url in entries("all"))


def test_pages_that_came_stand_in_the_feed_with_whole_addresses_in_its_language() -> None:
    found = entries("law", "en")
    assert any("Law on Auditing" in title for title, _new, _url in found)
    assert all("/en/law/" in url and url.startswith("http") for _title, _new, url in found)


def test_a_change_of_a_hidden_page_is_told_nowhere() -> None:
    page = note("Зурвасхан өөрчлөлт")
    assert "Зурвасхан" in text("/mn/changes/")
    page.unpublish()
    assert "Зурвасхан" not in text("/mn/changes/")
    assert not any("Зурвасхан" in new or "/duties/" in url for _title, new, url in entries("all"))


def test_the_feed_of_no_part_is_missing() -> None:
    client = Client()
    assert client.get("/mn/feeds/nothing.atom").status_code == 404
    assert client.get("/mn/changes/?page=2").status_code == 404


@pytest.mark.parametrize("path", ["/mn/changes/", "/mn/feeds/all.atom"])
def test_it_takes_the_same_queries_however_much_changed(path: str, settings: object) -> None:
    settings.PAGE_CACHE_SECONDS = 0

    def count() -> int:
        text(path)
        shared.forget()
        with CaptureQueriesContext(connection) as captured:
            text(path)
        return len(captured)

    note("Нэг")
    few = count()
    for number in range(20):
        note(f"Өөр {number}", slug="taxes" if number % 2 else "duties")
    assert count() == few <= 50


def test_two_notes_of_one_page_and_day_are_two_entries_which_keep_their_ids() -> None:
    def ids() -> dict[str, str]:
        feed = ElementTree.fromstring(text("/mn/feeds/audit.atom"))  # noqa: S314  # our own answer
        found = {e.findtext(f"{ATOM}summary"): e.findtext(f"{ATOM}id") for e in feed.findall(f"{ATOM}entry")}
        return {summary: found[summary] for summary in ("Нэг", "Хоёр") if summary in found}

    note("Нэг")
    first = ids()
    note("Хоёр")
    assert len(set(ids().values())) == 2
    assert ids()["Нэг"] == first["Нэг"]


@pytest.mark.parametrize("name", ["all", "finance"])
def test_a_language_without_a_home_page_has_no_feeds(name: str) -> None:
    HomePage.objects.get(locale__language_code="en").unpublish()
    assert Client().get(f"/en/feeds/{name}.atom").status_code == 404
