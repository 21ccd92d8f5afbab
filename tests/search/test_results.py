"""The results page: whatever is typed, it answers."""

import json
import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from content.models import GuidePage, SectorPage
from core import outbox
from search import execute, indexer
from search.engine.embedded import EmbeddedEngine
from search.models import QueryCount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def search(client: Client, typed: str, **more: str) -> str:
    answer = client.get("/mn/search/", {"q": typed, **more})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content.decode()


@pytest.mark.usefixtures("starter_index")
@pytest.mark.parametrize(
    "typed",
    ["хоршоо байгуулах", "horshoo baiguulah", "Хоршоо байгуулахад", "khorshoo", "found a cooperative"],
)
def test_the_founding_guide_is_found(client: Client, typed: str) -> None:
    html = search(client, typed)
    assert "/found/" in html
    assert "<mark>" in html


@pytest.mark.usefixtures("starter_index")
def test_latin_typing_is_said_and_can_be_taken_literally(client: Client) -> None:
    html = search(client, "horshoo baiguulah")
    assert "гэж уншлаа" in html
    assert "exact=1" in html
    assert "гэж уншлаа" not in search(client, "horshoo baiguulah", exact="1")


@pytest.mark.usefixtures("starter_index")
@pytest.mark.parametrize(
    "typed",
    [
        "а" * 5000,
        "🐎🐎🐎",
        "\x00хоршоо",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "  ",
        "",
        "%",
        '"хоршоо',
        "a:b AND (",
        "1921",
    ],
)
@pytest.mark.parametrize("page", ["1", "-1", "0", "1000000000", "abc", "", "１"])
def test_nothing_that_is_typed_breaks_it(client: Client, typed: str, page: str) -> None:
    answer = client.get("/mn/search/", {"q": typed, "page": page})
    assert answer.status_code in {200, 400, 404}
    assert b"<script>alert" not in answer.content


@pytest.mark.usefixtures("starter_index")
def test_a_kind_can_be_chosen_and_the_others_keep_their_count(client: Client) -> None:
    html = search(client, "хоршоо", kind="law")
    boxes = re.findall(r'name="kind" value="([\w-]+)"( checked)?>.*?<span>(\d+)</span>', html)
    assert [kind for kind, chosen, _count in boxes if chosen] == ["law"]
    assert {"guide", "steps"} <= {kind for kind, _chosen, count in boxes if int(count)}


@pytest.mark.usefixtures("starter_index")
def test_a_search_without_result_helps_and_is_noted_without_who(client: Client) -> None:
    html = search(client, "zzqqxx")
    assert "олдсонгүй" in html
    search(client, "zzqqxx")
    asked = QueryCount.objects.get()
    assert (asked.text, asked.language, asked.without_result) == ("zzqqxx", "mn", 2)


def test_without_an_index_the_database_answers(client: Client) -> None:
    html = search(client, "хоршоо")
    assert "/mn/" in html
    assert 'role="status"' in html
    assert not QueryCount.objects.exists()


def test_it_recovers_by_itself(client: Client, engine: EmbeddedEngine) -> None:
    engine.pointer.unlink()
    assert 'role="status"' in search(client, "хоршоо")
    indexer.rebuild()
    execute.forget_failure()  # the pause is over
    assert "<mark>" in search(client, "хоршоо")


@pytest.mark.usefixtures("starter_index")
def test_a_restricted_page_is_found_by_no_route(client: Client) -> None:
    page = GuidePage.objects.get(slug="taxes", locale__language_code="mn")
    assert page.url in search(client, page.title)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert page.url not in search(client, page.title)  # at once, whatever the index says
    outbox.drain()
    suggested = client.get("/mn/search/suggest/", {"q": page.title[:6]}).content.decode()
    assert page.url not in suggested


@pytest.mark.usefixtures("starter_index")
def test_an_unpublished_and_a_deleted_page_leave_the_index() -> None:
    page = GuidePage.objects.get(slug="taxes", locale__language_code="mn")
    stored = indexer.engine().stored()
    assert f"guide:{page.pk}:mn" in stored
    page.unpublish()
    outbox.drain()
    assert f"guide:{page.pk}:mn" not in indexer.engine().stored()
    other = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    name = f"guide:{other.pk}:mn"
    other.delete()
    outbox.drain()
    assert name not in indexer.engine().stored()


@pytest.mark.usefixtures("starter_index")
def test_a_change_is_found_after_the_drain(client: Client) -> None:
    page = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    page.title = "Цоо шинэ гарчигзз"
    page.save_revision().publish()
    outbox.drain()
    assert page.url in search(client, "гарчигзз")


@pytest.mark.usefixtures("starter_index")
def test_the_sweep_repairs_what_a_lost_message_left() -> None:
    page = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    outbox.drain()
    indexer.engine().write([], [f"content.guidepage:{page.pk}"], {})
    assert indexer.sweep() == {"missing": 1, "stale": 0, "gone": 0}
    outbox.drain()
    assert f"guide:{page.pk}:mn" in indexer.engine().stored()


@pytest.mark.usefixtures("starter_index")
def test_suggestions_understand_latin_typing(client: Client) -> None:
    found = json.loads(client.get("/mn/search/suggest/", {"q": "horsh bai"}).content)["titles"]
    assert found
    assert all(row["url"].startswith(("/mn/", "/en/")) for row in found)
    assert client.get("/mn/search/suggest/", {"q": "\x00"}).status_code == 400


def test_the_opensearch_description_names_the_address(client: Client) -> None:
    answer = client.get("/mn/search/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    assert b"/mn/search/?q={searchTerms}" in answer.content


@pytest.mark.usefixtures("starter_index")
def test_sectors_are_called_as_their_pages_and_lead_to_what_is_related(client: Client) -> None:
    html = client.get("/mn/search/", {"q": "ноос"}).content.decode()
    sector = SectorPage.objects.get(slug="wool-cashmere", locale__language_code="mn")
    assert f">{sector.title}</b>" in html
    assert ">wool-cashmere</b>" not in html
    narrowed = client.get("/mn/search/", {"q": "ноос", "sector": "wool-cashmere"}).content.decode()
    assert narrowed.count("<h2") > 1


@pytest.mark.usefixtures("starter_index")
def test_the_first_result_comes_before_the_ways_to_narrow_unfold(client: Client) -> None:
    html = client.get("/mn/search/", {"q": "хоршоо"}).content.decode()
    ways = html[html.index('class="more facets') :].partition("</details>")[0]
    assert 'name="kind"' in ways
    assert " open" not in ways.partition(">")[0]
    assert 'name="kind"' not in html.replace(ways, "")
    assert 'class="chips"' not in html
