"""What visitors may not see, they do not see anywhere: by address, in lists, search, suggestions, sitemap."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from content.models import Article, DatedFact, GlossaryTerm, LawPage, StepsPage
from core import outbox
from search import indexer
from tests.consistency.permission_places import KINDS, load_site, make_page

pytestmark = pytest.mark.django_db

#: A word that stands nowhere else.
WORD = "nuusantag"


@pytest.fixture
def visitor(engine: object) -> Client:
    """Somebody without an account, at the small site."""
    load_site()
    return Client()


def make_draft(page: Page) -> None:
    """As if it had never been published."""
    Page.objects.filter(pk=page.pk).update(live=False, live_revision=None, first_published_at=None)


def restrict(kind: str) -> Callable[[Page], None]:
    return lambda page: (
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x") and None
    )


HIDE: dict[str, Callable[[Page], object]] = {
    "unpublished": lambda page: page.unpublish(),
    "login": restrict("login"),
    "groups": restrict("groups"),
    "password": restrict("password"),
    "deleted": lambda page: page.delete(),
}


def seen(client: Client, address: str) -> str:
    """The answer's text; nothing where there is no page, or where one must log in or knows no password."""
    answer = client.get(address)
    text = answer.content.decode() if answer.status_code == 200 else ""
    return "" if "authenticate_with_password" in text else text


def lists(pages: list[Page]) -> list[str]:
    """Addresses that tell of pages."""
    parents = {page.url.removesuffix("/").rpartition("/")[0] + "/" for page in pages}
    words = [f"/{language}/search/{way}?q={WORD}" for language in ("mn", "en") for way in ("", "suggest/")]
    kinds = [f"/mn/search/?q={WORD}&kind={page.kind}" for page in pages]
    return ["/mn/", "/sitemap.xml", *sorted(parents), *words, *kinds]


@pytest.mark.parametrize("state", HIDE)
def test_a_hidden_page_of_any_kind_is_nowhere(state: str, visitor: Client) -> None:
    pages = [make_page(kind, WORD) for kind in KINDS]
    own = [page.url for page in pages]
    feedback = [f"/mn/feedback/{page.pk}/" for page in pages]
    indexer.rebuild()
    everywhere = lists(pages)
    assert all(WORD in seen(visitor, address) for address in [*own, *feedback])
    shown = {address for address in everywhere if any(url in seen(visitor, address) for url in own)}
    assert {
        "/mn/",
        "/mn/found/",
        "/sitemap.xml",
        f"/mn/search/?q={WORD}",
        f"/mn/search/suggest/?q={WORD}",
    } <= shown
    for page in pages:
        HIDE[state](page)
    for _when in ("at once", "after the drain"):
        for address in [*own, *feedback, *(f"{url}1/" for url in own)]:
            assert WORD not in seen(visitor, address), address
        for address in everywhere:
            text = seen(visitor, address)
            assert [url for url in own if f'{url}"' in text or f"{url}<" in text] == [], address
        outbox.drain()


def test_a_draft_shows_nowhere(visitor: Client) -> None:
    pages = [make_page(kind, "iltag") for kind in KINDS]
    for page in pages:
        page.title = page.summary = WORD
        page.save_revision()
    hidden = make_page(StepsPage, f"{WORD}-new")
    make_draft(hidden)
    fact, term, article = (
        DatedFact.objects.get(key="found-time"),
        GlossaryTerm.objects.get(),
        Article.objects.get(),
    )
    fact.as_of = WORD
    term.term = {"mn": WORD, "en": WORD}
    article.heading = {"mn": WORD, "en": WORD}
    for record in (fact, term, article):
        record.save_revision()
    indexer.rebuild()
    law = LawPage.objects.get(slug="cooperatives-2021", locale__language_code="mn")
    addresses = [*lists(pages), *(page.url for page in pages), "/mn/found/steps/", law.url, hidden.url]
    for address in addresses:
        assert WORD not in seen(visitor, address.partition("?q=")[0] + "?q=iltag" * ("?q=" in address)), (
            address
        )
    answer = visitor.get(f"/mn/search/?q={WORD}").content.decode()
    assert "<mark>" not in answer
    assert visitor.get(f"/mn/search/suggest/?q={WORD}").json() == {"titles": []}


def test_an_unpublished_record_shows_nowhere(visitor: Client) -> None:
    indexer.rebuild()
    term, article, fact = (
        GlossaryTerm.objects.get(),
        Article.objects.get(),
        DatedFact.objects.get(key="found-time"),
    )
    places = {"/mn/glossary/": "дүрэм", "/mn/search/?q=durem": "#charter", "/mn/law/cooperatives-2021/": "Бүх хоршоо",
              "/mn/found/steps/": "Хугацаа"}  # fmt: skip
    for address, text in places.items():
        assert text in seen(visitor, address), address
    for record in (term, article, fact):
        record.unpublish()
    for _when in ("at once", "after the drain"):
        for address, text in places.items():
            assert text not in seen(visitor, address), address
        outbox.drain()
