"""What readers see of the places."""

import re

import pytest
from django.test import Client

from core.places import top_places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def main_of(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("language", ["mn", "en"])
def test_from_the_home_page_to_every_place(client: Client, language: str) -> None:
    assert f'href="/{language}/places/"' in main_of(client, f"/{language}/")
    listed = re.findall(rf'href="(/{language}/places/\d+/)"', main_of(client, f"/{language}/places/"))
    assert len(listed) == 22
    codes: set[str] = set()
    for path in listed:
        codes |= set(re.findall(r'<li id="(\d{4})">', main_of(client, path)))
    assert codes == {one.code for above in top_places() for one in above.children()}


def test_an_aimag_in_both_languages(client: Client) -> None:
    mongolian = main_of(client, "/mn/places/65/")
    assert "<h1>Архангай аймаг</h1>" in mongolian
    assert "Цэцэрлэг" in mongolian
    assert "19 сум" in mongolian
    english = main_of(client, "/en/places/65/")
    assert "<h1>Arkhangai aimag</h1>" in english
    assert "Öndör Ulaan" in english
    assert "made from the Mongolian ones" in english


def test_what_is_not_sure_is_said(client: Client) -> None:
    assert main_of(client, "/en/places/23/").count("not yet confirmed") == 1
    assert main_of(client, "/en/places/23/").count("spelling to be checked</span>") == 2
    assert "code to be checked" in main_of(client, "/en/places/83/")
    assert "to be checked</span>" not in main_of(client, "/en/places/11/")


def test_search_engines_are_told_of_them(client: Client) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/mn/places/</loc>" in sitemap
    assert "/en/places/85/</loc>" in sitemap
