"""Guides, laws and terms in the read API: what readers see, as readers see it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from content.models import DatedFact, GlossaryTerm, GuidePage, LawPage, StepsPage
from core import page_cache
from tests.consistency.permission_places import make_page

pytestmark = [pytest.mark.usefixtures("small_site"), pytest.mark.django_db]


def items(client: Client, name: str, query: str = "") -> list[dict[str, object]]:
    answer = client.get(f"/api/v1/{name}{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, object]] = answer.json()["items"]
    return found


def test_a_guide_has_its_text_and_its_facts_as_they_are_known(client: Client) -> None:
    steps = StepsPage.objects.get(slug="steps", locale__language_code="mn")
    listed = {one["id"]: one for one in items(client, "guides")}
    assert listed[str(steps.translation_key)]["url"] == f"http://127.0.0.1:8000{steps.url}"
    told = client.get(f"/api/v1/guides/{steps.translation_key}").json()
    assert told["title"] == steps.title
    assert told["text"]
    assert "<p" not in told["text"]
    facts = {one["key"]: one for one in told["facts"]}
    assert facts
    for fact in DatedFact.objects.filter(key__in=facts):
        assert (facts[fact.key]["value"] is not None) == fact.is_shown, fact.key
    DatedFact.objects.filter(key="found-time").update(status="unconfirmed", number=None)
    page_cache.raise_version()
    fact = next(
        one
        for one in client.get(f"/api/v1/guides/{steps.translation_key}").json()["facts"]
        if one["key"] == "found-time"
    )
    assert (fact["value"], fact["status"]) == (None, "unconfirmed")


def test_each_language_has_its_own_texts(client: Client) -> None:
    for language in ("mn", "en"):
        page = StepsPage.objects.get(slug="steps", locale__language_code=language)
        told = client.get(f"/api/v1/guides/{page.translation_key}?language={language}").json()
        assert (told["title"], told["language"]) == (page.title, language)


def test_a_law_has_its_articles_with_their_addresses(client: Client) -> None:
    law = LawPage.objects.get(slug="cooperatives-2021", locale__language_code="mn")
    told = client.get(f"/api/v1/laws/{law.translation_key}").json()
    assert [one["id"] for one in items(client, "laws")] == [str(law.translation_key)]
    assert told["state"] == law.state
    assert told["articles"][0]["url"].startswith(f"http://127.0.0.1:8000{law.url}#a")
    assert client.get(f"/api/v1/guides/{law.translation_key}").status_code == 404


def test_a_term_stands_in_both_languages(client: Client) -> None:
    term = GlossaryTerm.objects.get()
    (told,) = items(client, "terms")
    assert told["term"] == term.term
    assert str(told["url"]).endswith(f"#{term.slug}")
    address = str(told["url"]).removeprefix("http://127.0.0.1:8000").partition("#")[0]
    assert client.get(address).status_code == 200
    assert client.get(f"/api/v1/terms/{term.slug}").json() == told
    assert items(client, "terms", "?language=en")[0]["url"] is None  # this small site has no English glossary


@pytest.mark.parametrize("way", ["restricted", "unpublished", "above restricted"])
def test_what_not_everybody_may_see_is_not_there(way: str, client: Client) -> None:
    page = make_page(GuidePage, "nuugdmal")
    address = f"/api/v1/guides/{page.translation_key}"
    assert client.get(address).status_code == 200
    if way == "unpublished":
        page.unpublish()
    else:
        on = page if way == "restricted" else page.get_parent()
        PageViewRestriction.objects.create(page=on, restriction_type="login")
    assert client.get(address).status_code == 404
    assert "nuugdmal" not in client.get("/api/v1/guides?limit=100").content.decode()


def test_only_what_was_published_since(client: Client) -> None:
    since = (timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("guides", "laws", "terms"):
        assert items(client, name)
        assert items(client, name, f"?changed_since={since}") == []
    make_page(GuidePage, "shine")
    early = (timezone.now() - dt.timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert len(items(client, "guides", f"?limit=100&changed_since={early}")) >= 1


def test_more_guides_take_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    items(client, "guides")
    for _size in (1, 2):
        for _more in range(6):
            make_page(GuidePage, f"zaavar{GuidePage.objects.count()}")
        page_cache.raise_version()
        with django_assert_max_num_queries(12):
            items(client, "guides")
