"""What visitors may not see, they do not see anywhere: by address, in lists, search, suggestions, sitemap."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from content import weblinks
from content.models import Article, DatedFact, GlossaryTerm, GuidePage, LawPage, Source, StepsPage
from content.models.weblinks import Named
from core import outbox
from directory.open_shapes import SHAPES
from search import editors, indexer
from search.analysis import key_of
from search.engine import engine as readers_engine
from search.execute import execute
from tests.consistency.permission_places import KINDS, make_page
from tests.consistency.private_marks import COMMON, OPEN, PLACES, SECRET
from tests.consistency.private_marks import page as marked_page

pytestmark = pytest.mark.django_db

#: A word that stands nowhere else.
WORD = "nuusantag"


@pytest.fixture
def visitor(small_site: None, db: None, engine: object) -> Client:
    """Somebody without an account, at the small site."""
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
    text = answer.getvalue().decode() if answer.status_code == 200 else ""
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
    fact, term, article, source = (
        DatedFact.objects.get(key="found-time"),
        GlossaryTerm.objects.get(),
        Article.objects.get(),
        Source.objects.get(),
    )
    fact.as_of = WORD
    term.term = {"mn": WORD, "en": WORD}
    article.heading = {"mn": WORD, "en": WORD}
    source.title = {"mn": WORD, "en": WORD}
    for record in (fact, term, article, source):
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
    places = {
        "/mn/glossary/": "дүрэм",
        "/mn/search/?q=durem": "#charter",
        "/mn/law/cooperatives-2021/": "Бүх хоршоо",
        "/mn/found/steps/": "Хугацаа",
    }
    for address, text in places.items():
        assert text in seen(visitor, address), address
    for record in (term, article, fact):
        record.unpublish()
    for _when in ("at once", "after the drain"):
        for address, text in places.items():
            assert text not in seen(visitor, address), address
        outbox.drain()


def test_an_unpublished_source_is_named_nowhere(visitor: Client) -> None:
    source = Source.objects.get()
    event = {"date": "2021", "text": "Хууль", "sources": [source]}
    page = make_page(GuidePage, "timeline")
    page.body = [("timeline", [event]), ("facts", [DatedFact.objects.get(key="found-time")])]
    page.save_revision().publish()
    steps = StepsPage.objects.get(locale__language_code="mn")
    places = {
        "/mn/glossary/": "Эх сурвалж: Хоршооны тухай хууль",
        "/mn/found/steps/": source.address,
        page.url: source.address,
        "/api/v1/terms": '"source":"Хоршооны тухай хууль"',
        f"/api/v1/guides/{steps.translation_key}": source.address,
    }
    assert "Эх сурвалж: <a" in seen(visitor, page.url)
    for address, text in places.items():
        assert text in seen(visitor, address).replace('": ', '":'), address
    source.unpublish()
    for address, text in places.items():
        assert text not in seen(visitor, address).replace('": ', '":'), address
    assert "()" not in seen(visitor, page.url)
    assert "Эх сурвалж:" not in seen(visitor, page.url)
    assert weblinks.named().get(source.address, Named()).sources == set()


#: Of a search by which one may come upon a text that has `{mark}`, typed `{latin}` in Latin letters.
ROUTES = {
    "word": "/mn/search/?q={mark}",
    "in English": "/en/search/?q={mark}",
    "Latin": "/mn/search/?q={latin}",
    "typo": "/mn/search/?q={typo}",
    "half a word": "/mn/search/?q={half}",
    "inflected": "/mn/search/?q={mark}ын",
    "with another word": f"/mn/search/?q={{mark}}+{COMMON}",
    "exact": "/mn/search/?q={mark}&exact=1",
    "phrase": '/mn/search/?q="{mark}"',
    "exclusion": f"/mn/search/?q={COMMON}+-зөрүүлэг",
    "kind": "/mn/search/?q={mark}&kind=guide",
    "language": "/mn/search/?q={mark}&language=mn",
    "suggestion": "/mn/search/suggest/?q={mark}",
    "Latin suggestion": "/mn/search/suggest/?q={latin}",
    "half a suggestion": "/mn/search/suggest/?q={half}",
}
#: What the database, which knows words as they stand in the reader's language, can't do while the engine is away.
ENGINE_ALONE = {
    "in English",
    "Latin",
    "typo",
    "inflected",
    "suggestion",
    "Latin suggestion",
    "half a suggestion",
}


def ask(client: Client, route: str, mark: str, latin: str) -> str:
    """The answer in small letters."""
    address = ROUTES[route].format(mark=mark, latin=latin, typo=mark[:-3] + mark[-2:], half=mark[:-2])
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = answer.content.decode()
    return (str(answer.json()) if answer["Content-Type"] == "application/json" else text).lower()


def counts() -> tuple[object, ...]:
    """What a query for a common word counts."""
    found = execute(COMMON, language="mn")
    return found.total, {
        name: [(c.value, c.count) for c in choices] for name, choices in found.facets.items()
    }


def test_no_route_of_search_leads_to_anything_private(visitor: Client) -> None:
    public = "наранжуур", "naranjuur"
    marked_page(public[0], OPEN)
    indexer.rebuild()
    for route in ROUTES:
        assert OPEN in ask(visitor, route, *public), f"{route} would not show it if it were public"
    before = counts()
    assert before[0] == 1
    for mark, _latin, plant in PLACES.values():
        plant(mark)
    editors.rebuild()  # drafts are in it, and stay there
    turns = {
        "drained": set(ROUTES),
        "rebuilt": {"word", "suggestion"},
        "engine away": set(ROUTES) - ENGINE_ALONE,
    }
    for turn, routes in turns.items():
        if turn == "drained":
            outbox.drain()
        if turn == "rebuilt":
            indexer.rebuild()
        if turn == "engine away":
            readers_engine().pointer.unlink()
            for route in routes:
                assert OPEN in ask(visitor, route, *public), f"{route}, without the engine"
        else:
            assert counts() == before
            known = readers_engine().words()
            assert key_of(public[0]) in known
            assert [p for p, (mark, *_rest) in PLACES.items() if key_of(mark) in known] == []
        for place, (mark, latin, _plant) in PLACES.items():
            for route in routes:
                assert SECRET not in ask(visitor, route, mark, latin), f"{place}, by {route}, {turn}"
        for address in (
            "/mn/search/opensearch.xml",
            "/mn/search/",
            "/mn/search/?q=",
            "/mn/",
            "/sitemap.xml",
            "/mn/directory/",
            f"/mn/check/?q={COMMON}",
            "/mn/directory/board/",
            "/directory-sitemap-board.xml",
            "/directory-sitemap-1.xml",
            *(f"/data/{name}" for name in SHAPES),
            "/data/organizations.json?changed_since=2020-01-01T00:00:00Z",
            *(f"/api/v1/{name}?limit=100" for name in ("organizations", "guides", "laws", "terms")),
        ):
            assert SECRET not in seen(visitor, address)
