"""Other countries: what their pages and the comparisons show, and in which order."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.models import CountryPage, Source
from core import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

Main = Callable[[str], str]


@pytest.fixture
def main(client: Client) -> Main:
    """The main part of the page at an address."""

    def read(path: str) -> str:
        html = client.get(path).content.decode()
        return html[html.index("<main") : html.index("</main>")].replace("\u2060", "").replace("\u00a0", " ")

    return read


def rows(html: str) -> list[str]:
    """Text of each row of the table, tags taken out."""
    return [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.S)][1:]


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_five_countries_of_the_project_come_first(main: Main, language: str) -> None:
    links = re.findall(r'<h2><a href="([^"]+)"', main(f"/{language}/countries/"))
    first = ["mongolia", "cambodia", "kyrgyzstan", "thailand", "vietnam"]
    assert links[:5] == [f"/{language}/countries/{slug}/" for slug in first]
    assert len(links) == 20
    assert len(re.findall("<h2><a", main(f"/{language}/countries/?page=2"))) == 20


def test_the_rest_stands_in_the_order_of_its_own_alphabet(main: Main) -> None:
    english = re.findall(r"<h2><a [^>]*>([^<]+)<", main("/en/countries/"))[5:]
    assert english == sorted(english)


def test_a_comparison_has_one_row_a_law_with_its_amounts(main: Main) -> None:
    table = rows(main("/en/comparisons/social-enterprise-law/"))
    thailand = next(row for row in table if "Thailand" in row)
    assert "At least 70 %" in thailand
    assert "2019" in thailand
    assert not [row for row in table if "Bolivia" in row]


def test_indonesias_annulled_law_is_marked_as_such(main: Main) -> None:
    table = main("/en/comparisons/cooperative-law/")
    by_number = {
        number: '<span class="tag x">annulled</span>' in row
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)
        for number in re.findall(r"\((\d+/\d{4})\)", row)
    }
    assert by_number["25/1992"] is False
    assert by_number["17/2012"] is True
    assert "Annulled" in main("/en/countries/indonesia/")


def test_a_law_nobody_has_seen_shows_no_date(main: Main) -> None:
    page = CountryPage.objects.get(slug="argentina", locale__language_code="en")
    value = page.frameworks.raw_data[1]["value"]
    assert value["seen"] == "unconfirmed"
    page.frameworks[1].value["adopted"] = "1873"
    page.save_revision().publish()
    assert "1873" not in main("/en/comparisons/cooperative-law/")
    assert "1873" not in main("/en/countries/argentina/")
    assert "1873" not in main("/en/countries/")


def test_a_law_names_those_of_its_sources_that_are_published(main: Main) -> None:
    place = "/en/countries/vietnam/"
    one, two, only = (Source.objects.get(code=code) for code in ("VN-SGGP", "VN-LUAT", "VN-2012"))
    addresses = [source.address for source in (one, two, only)]
    assert all(address in main(place) for address in addresses)
    shown = main(place).count("Seen in")
    two.unpublish()
    only.unpublish()
    assert [address in main(place) for address in addresses] == [True, False, False]
    assert "</a>; </dd>" not in main(place)
    assert main(place).count("Seen in") == shown - 1


def test_a_comparison_takes_the_same_queries_however_many_countries_there_are(client: Client) -> None:
    def queries() -> int:
        client.get("/mn/comparisons/sse-law/")
        shared.forget()
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/mn/comparisons/sse-law/").status_code == 200
        return len(captured)

    many = queries()
    CountryPage.objects.filter(iso__in=["BR", "ES", "GR", "ML", "PT", "MX"]).update(live=False)
    assert queries() == many
