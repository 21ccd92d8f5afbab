"""What stands around a page's text: place in the site, what others are told of it, addresses that are none."""

import datetime as dt
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from content.models import DoorPage, GuidePage, LibraryPage, TopicPage
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize("language", ["mn", "en"])
def test_machines_are_told_the_place_and_kind_of_a_page(client: Client, language: str) -> None:
    html = text(client, f"/{language}/found/steps/")
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[0])
    parts = {part["@type"]: part for part in told.get("@graph", [told])}
    trail = [item["item"] for item in parts["BreadcrumbList"]["itemListElement"]]
    assert [re.sub(r"https?://[^/]+", "", address) for address in trail] == [
        f"/{language}/",
        f"/{language}/found/",
        f"/{language}/found/steps/",
    ]
    assert len(parts["HowTo"]["step"]) == 16
    assert "ld+json" not in text(client, f"/{language}/found/steps/?d=1"), (
        "a reader's progress is not to be found"
    )
    seen = html[html.index('class="crumbs') : html.index("</nav>", html.index('class="crumbs'))]
    assert re.findall(r'href="([^"]+)"', seen) == [f"/{language}/", f"/{language}/found/"]


def test_a_card_for_those_who_pass_the_address_on(client: Client) -> None:
    html = text(client, "/mn/training/my-coop/")
    card = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', html))
    assert card["title"] == "My.COOP"
    assert card["description"]
    assert card["url"].endswith("/mn/training/my-coop/")
    assert card["image"].endswith(".png")


@pytest.mark.parametrize("slug", ["search", "feedback", "places", "not-confirmed", "хоршоо"])
def test_addresses_of_other_parts_and_cyrillic_ones_are_refused(slug: str) -> None:
    page = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    page.slug = slug
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert "slug" in caught.value.message_dict


def test_a_cyrillic_title_makes_a_latin_address() -> None:
    above = TopicPage.objects.get(slug="audit", locale__language_code="mn")
    page = above.add_child(instance=GuidePage(title="Аудитын бэлтгэл", summary="а", locale=above.locale))
    assert re.fullmatch(r"[a-z-]+", page.slug)


@pytest.mark.parametrize(
    "path", ["training/", "finance/", "countries/", "not-confirmed/", "law/", "offices/"]
)
@pytest.mark.parametrize("number", ["-1", "0", "1000000000", "x", "", "1%00"])
def test_a_page_of_a_list_that_is_none(client: Client, path: str, number: str) -> None:
    assert client.get(f"/mn/{path}?page={number}").status_code in {400, 404}


@pytest.mark.parametrize("language", ["mn", "en"])
def test_an_unknown_address_helps_with_a_search_and_tasks(client: Client, language: str) -> None:
    html = text(client, f"/{language}/found/stepps/", 404)
    assert f'action="/{language}/search/"' in html
    assert len(re.findall(rf'<main.*href="/{language}/', html, re.S)) == 1


def test_an_editor_adds_a_door_and_the_home_page_shows_it(client: Client) -> None:
    above = LibraryPage.objects.get(slug="doors", locale__language_code="mn")
    client.force_login(people.editor())
    form = reverse("wagtailadmin_pages:add", args=["content", "doorpage", above.pk])
    assert client.get(form).status_code == 200
    door = above.add_child(
        instance=DoorPage(title="Хот руу нүүсэн", slug="moved", summary="а", locale=above.locale, live=False)
    )
    assert "Хот руу нүүсэн" not in text(Client(), "/mn/")
    door.save_revision().publish()
    assert "Хот руу нүүсэн" in text(Client(), "/mn/")
    assert "Хот руу нүүсэн" in text(Client(), "/mn/doors/moved/")


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_guide_tells_its_history(client: Client, language: str) -> None:
    heading = {"mn": "Энэ хуудсанд юу өөрчлөгдсөн", "en": "What changed on this page"}[language]
    told = text(client, f"/{language}/changes/")
    for path in (
        "found/definition/",
        "found/sse/",
        "found/steps/",
        "found/savings-credit/",
        "audit/duties/",
        "audit/taxes/",
        "benefits/joining/",
        "benefits/when-not/",
    ):
        assert heading in text(client, f"/{language}/{path}"), path
        assert f"/{language}/{path}" in told, path


def test_machines_are_told_the_day_of_a_change_as_it_was_in_mongolia(client: Client) -> None:
    GuidePage.objects.update(last_published_at=dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC))
    html = text(client, "/mn/audit/duties/")
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[0])
    article = next(part for part in told["@graph"] if part["@type"] == "Article")
    assert article["dateModified"] == "2026-11-21"
