"""Case stories: found from the home page, told with what is not known, in both languages."""

import re

import pytest
from django.test import Client

from content.models import StoryPage
from content.narrowing import facets_of, place_names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def main_of(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize(
    ("language", "not_known"), [("mn", "Юу мэдэгдэхгүй байгаа"), ("en", "What is not known")]
)
def test_every_story_says_what_is_not_known(client: Client, language: str, not_known: str) -> None:
    assert f'href="/{language}/stories/"' in main_of(client, f"/{language}/")
    listed = re.findall(
        rf'<h2><a href="(/{language}/stories/[\w-]+/)"', main_of(client, f"/{language}/stories/")
    )
    assert len(listed) == 7
    for path in listed:
        assert not_known in main_of(client, path), path


def test_stories_from_abroad_alone(client: Client) -> None:
    html = main_of(client, "/en/stories/?where=abroad")
    assert "/en/stories/vendee/" in html
    assert "/en/stories/dairy-women/" not in html


def test_a_figure_in_a_story_stands_with_its_source(client: Client) -> None:
    html = main_of(client, "/en/stories/vendee/")
    assert "EUR 105,000" in html
    assert "Stanford Social Innovation Review" in html


def test_a_story_is_narrowed_by_the_places_it_names() -> None:
    story = StoryPage.objects.filter(place__contains="Галуут").get()
    codes = facets_of(story)["place"]
    tops = [code for code in codes if len(code) == 2]
    assert sorted(place_names(codes, [], "mn")) == sorted(tops)  # a soum is offered once its aimag is chosen
    (soum,) = [code for code in codes if code.startswith(tops[0]) and code != tops[0]]
    for chosen in (tops[0], soum):
        names = place_names(codes, [chosen], "mn")
        assert sorted(names) == sorted([*tops, soum])
        assert names[soum].startswith(names[tops[0]] + ", ")
