"""A page that editors pinned comes first, however the query is typed."""

import pytest
from django.test import Client
from wagtail.models import Page

from content.models import GuidePage
from search import pins
from search.models import Pin
from search.understanding import understand
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

NEW = "/cms/search/pins/new/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(people.editor())
    return client


def taxes(language: str = "mn") -> GuidePage:
    return GuidePage.objects.get(slug="taxes", locale__language_code=language)


def first(client: Client, typed: str, language: str = "mn", **more: str) -> str:
    html = client.get(f"/{language}/search/", {"q": typed, **more}).content.decode()
    return html.partition('<ol class="rows">')[2].partition("<h2")[2].partition('href="')[2].partition('"')[0]


@pytest.mark.usefixtures("starter_index")
def test_a_pinned_page_comes_first_for_inflected_and_latin_typing_at_once(
    client: Client, editor: Client
) -> None:
    page, twin = taxes(), taxes("en")
    assert first(client, "хоршоо байгуулах") != page.url
    form = {"query": "хоршоо байгуулах", "language": "mn", "page": page.pk, "sort_order": 1}
    assert editor.post(NEW, form).status_code == 302
    for typed in (
        "хоршоо байгуулах",
        "Хоршоог байгуулахад",
        "horshoo baiguulah",
        "khorshoo baiguulakhad",
        "байгуулах хоршоо",
        "хоршоо яаж байгуулах вэ",
    ):
        assert first(client, typed) == page.url, typed
    for typed in ("хоршоо", "хоршоо байгуулах дүрэм", '"хоршоо байгуулах"', "хоршоо байгуулах -дүрэм"):
        assert first(client, typed) != page.url, typed
    assert first(client, "хоршоо байгуулах", exact="1") != page.url
    assert first(client, "хоршоо байгуулах", "en") not in {page.url, twin.url}  # per language
    html = client.get("/mn/search/", {"q": "хоршоо байгуулах"}).content.decode()
    assert html.count(f'href="{page.url}" ping') == 1
    pk = Pin.objects.get().pk
    assert editor.post(f"/cms/search/pins/delete/{pk}/").status_code == 302
    assert first(client, "хоршоо байгуулах") != page.url


@pytest.mark.usefixtures("starter_index")
def test_one_word_in_any_form_and_the_order_of_several_pages(client: Client, editor: Client) -> None:
    page, other = taxes("en"), GuidePage.objects.get(slug="duties", locale__language_code="mn")
    for number, pinned in enumerate((page, other), 1):
        form = {
            "query": "horshoo" if number == 1 else "хоршооны",
            "language": "mn",
            "page": pinned.pk,
            "sort_order": number,
        }
        assert editor.post(NEW, form).status_code == 302
    for typed in ("хоршоо", "хоршооны", "horshoo", "khorshoonii"):
        assert first(client, typed) == taxes().url, typed  # in the reader's language
    Pin.objects.filter(page=other).update(sort_order=0)
    editor.post(
        f"/cms/search/pins/edit/{Pin.objects.get(page=page).pk}/",
        {**form, "query": "хоршоо", "page": page.pk},
    )
    assert first(client, "хоршоо") == other.url


@pytest.mark.usefixtures("starter_index")
def test_a_pinned_page_that_nobody_may_see_is_not_shown(client: Client, editor: Client) -> None:
    page = taxes()
    editor.post(NEW, {"query": "хоршоо", "language": "mn", "page": page.pk, "sort_order": 1})
    assert first(client, "хоршоо") == page.url
    page.unpublish()
    assert page.url not in client.get("/mn/search/", {"q": "хоршоо"}).content.decode()


def test_of_words_that_share_a_key_the_one_that_was_typed_counts() -> None:
    near, far = Page.objects.filter(depth=3).order_by("path")[:2]
    Pin.objects.create(language="mn", query="хөл", page=near)
    Pin.objects.create(language="mn", query="хол", page=far)
    assert pins.groups_for(understand("хөл"), "mn") == [str(near.translation_key)]
    assert pins.groups_for(understand("хол"), "mn") == [str(far.translation_key)]


@pytest.mark.parametrize("query", ["", "!!!", "а" * 201])
def test_a_query_without_a_word_is_refused(editor: Client, query: str) -> None:
    answer = editor.post(NEW, {"query": query, "language": "mn", "page": taxes().pk, "sort_order": 1})
    assert answer.status_code == 200
    assert "query" in answer.context_data["form"].errors
    assert not Pin.objects.exists()


def test_the_same_pin_twice_is_refused(editor: Client) -> None:
    form = {"query": "хоршоо", "language": "mn", "page": taxes().pk, "sort_order": 1}
    assert editor.post(NEW, form).status_code == 302
    assert editor.post(NEW, form).status_code == 200
    assert Pin.objects.count() == 1


def test_visitors_may_not(client: Client) -> None:
    client.post(NEW, {"query": "хоршоо", "language": "mn", "page": taxes().pk, "sort_order": 1})
    assert not Pin.objects.exists()
