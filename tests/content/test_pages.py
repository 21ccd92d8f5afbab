"""What readers get: addresses, languages, constant queries, nothing restricted, nothing stale."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText

from content.models import (
    Article,
    ComparisonPage,
    CountryPage,
    DatedFact,
    DoorPage,
    FinanceIndexPage,
    FinanceOfferPage,
    GlossaryTerm,
    GuidePage,
    InstitutionIndexPage,
    InstitutionPage,
    InstrumentPage,
    LawIndexPage,
    LawPage,
    LegalFormPage,
    LibraryPage,
    ProgrammePage,
    SectorPage,
    StatisticsPage,
    StepsPage,
    StoryPage,
    TopicPage,
    TrainingPage,
)
from core import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize("header", ["en", "mn", "fr;q=0.9"])
def test_the_root_goes_to_mongolian_whatever_the_headers(client: Client, header: str) -> None:
    client.cookies["django_language"] = "en"
    answer = client.get("/", headers={"Accept-Language": header})
    assert answer.status_code == 302
    assert answer["Location"] == "/mn/"


def test_every_public_page_has_both_languages_and_names_them(client: Client) -> None:
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code="mn")
    assert pages.count() > 50
    for page in pages:
        assert page.get_translations().live().count() == 1, page.url
    html = text(client, "/mn/audit/duties/")
    assert re.search(r'hreflang="en"[^>]*href="[^"]*/en/audit/duties/"', html)
    assert re.search(r'hreflang="mn"[^>]*href="[^"]*/mn/audit/duties/"', html)
    assert re.search(r'rel="canonical"[^>]*href="[^"]*/mn/audit/duties/"', html)


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/mn/found/steps/8/", "/en/found/steps/8/"),
        ("/mn/law/cooperatives-2021/", "/en/law/cooperatives-2021/"),
        ("/mn/search/?q=zeel", "/en/search/?q=zeel"),
        ("/en/glossary/", "/mn/glossary/"),
    ],
)
def test_the_language_switch_stays_on_the_page(client: Client, path: str, twin: str) -> None:
    switch = re.search(
        r'<a[^>]*class="lang"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*class="lang"', text(client, path)
    )
    assert switch
    assert twin in (switch[1] or switch[2])


def test_the_sitemap_lists_both_trees_with_their_twins(client: Client, settings: Settings) -> None:
    xml = text(client, "/sitemap.xml")
    assert "/mn/found/steps/</loc>" in xml
    assert "/en/found/steps/</loc>" in xml
    assert 'hreflang="en"' in xml
    for address in re.findall(r"<loc>([^<]+)</loc>", xml):
        assert address.startswith(f"{settings.SITE_URL}/")
        text(client, address.removeprefix(settings.SITE_URL))
    assert not re.findall(rf'href="(?!{re.escape(settings.SITE_URL)}/)[^"]+"', xml)


def test_no_link_is_dead(client: Client) -> None:
    """Every link of every page type leads somewhere."""
    seen: set[str] = set()
    todo = ["/mn/", "/en/"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        if "text/html" not in answer["Content-Type"] or "/feedback/" in path or "/search/" in path:
            continue
        for href in re.findall(r'<a[^>]+href="(/[^"#]*)', answer.content.decode()):
            target = href.replace("&amp;", "&")
            if target.startswith(("/mn/", "/en/")) and "?" not in target:
                todo.append(target)
    assert len(seen) > 150


def test_what_is_not_confirmed_shows_the_office_and_never_a_number(client: Client) -> None:
    html = text(client, "/mn/found/steps/")
    assert "Одоогоор баталгаажаагүй" in html
    assert "/mn/offices/gasr/" in html or "Улсын бүртгэлийн ерөнхий газ" in html


def test_a_starter_fact_shows_its_source_and_day_never_a_solid_knot(client: Client) -> None:
    html = text(client, "/mn/audit/duties/")
    assert "2026.11.22" in html or "2026 оны 11 дүгээр сарын 22" in html
    assert 'href="#ok"' not in html
    assert "#half" in html


# Restrictions


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_a_restricted_page_is_nowhere(client: Client) -> None:
    page = GuidePage.objects.get(slug="taxes", locale__language_code="mn")
    assert "/mn/audit/taxes/" in text(client, "/mn/audit/")
    text(client, "/mn/audit/taxes/")  # now perhaps stored
    restrict(page)
    assert client.get("/mn/audit/taxes/").status_code == 302
    for path in ("/mn/", "/mn/audit/", "/mn/audit/duties/", "/mn/law/auditing/", "/sitemap.xml"):
        assert "/mn/audit/taxes/" not in text(client, path), path


def test_a_page_behind_a_password_is_never_stored(client: Client) -> None:
    page = GuidePage.objects.get(slug="taxes", locale__language_code="mn")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")
    first = client.get("/mn/audit/taxes/")
    assert "private" in first.get("Cache-Control", "") or "csrfmiddlewaretoken" in first.content.decode()
    assert page.summary not in Client().get("/mn/audit/taxes/").content.decode()


def test_a_link_in_running_text_leads_to_the_readers_language_and_to_nothing_hidden(client: Client) -> None:
    page = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    law = LawPage.objects.get(slug="auditing", locale__language_code="mn")
    page.body.append(("text", RichText(f'<p><a linktype="page" id="{law.pk}">аудитын хууль</a></p>')))
    page.save_revision().publish()
    assert '<a href="/mn/law/auditing/">аудитын хууль</a>' in text(client, "/mn/audit/duties/")
    with override("en"):
        assert str(page.body[-1].value) == '<p><a href="/en/law/auditing/">аудитын хууль</a></p>'
    law.unpublish()
    assert "<a>аудитын хууль</a>" in text(client, "/mn/audit/duties/")


# Constant queries


def queries(client: Client, path: str) -> tuple[int, int]:
    """How many the first page after a change of content takes, and how many the next one."""
    client.get(path)  # what a process keeps for ever is kept now
    shared.forget()
    counts = []
    for _visit in ("first", "next"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    return counts[0], counts[1]


def many_laws(count: int, first: int = 0) -> None:
    index = LawIndexPage.objects.get(locale__language_code="mn")
    _bulk_pages(index, LawPage, count, first)


def many_offers(count: int, first: int = 0) -> None:
    index = FinanceIndexPage.objects.get(locale__language_code="mn")
    _bulk_pages(index, FinanceOfferPage, count, first)


def many_offices(count: int, first: int = 0) -> None:
    index = InstitutionIndexPage.objects.get(locale__language_code="mn")
    _bulk_pages(index, InstitutionPage, count, first)


def many_guides(count: int, first: int = 0) -> None:
    topic = TopicPage.objects.get(slug="audit", locale__language_code="mn")
    _bulk_pages(topic, GuidePage, count, first)


def many_terms(count: int, first: int = 0) -> None:
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(slug=f"x{n}", term={"mn": f"аа{n}", "en": f"aa{n}"}, live=True)
        for n in range(first, first + count)
    )


def many_entries(model: type[Page], above: str) -> Callable[..., None]:
    """Grows a list of the library with entries that say as much as its first one."""

    def grow(count: int, first: int = 0) -> None:
        index = LibraryPage.objects.get(slug=above, locale__language_code="mn")
        like = model.objects.child_of(index).live().order_by("path")[0]
        _bulk_pages(index, model, count, first, like)

    return grow


def _bulk_pages(parent: Page, model: type[Page], count: int, first: int, like: Page | None = None) -> None:
    """Inserted directly: what counts is how many there are. like: whose own fields they take over."""
    own = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    values = {f.attname: getattr(like, f.attname) for f in own} if like else {}
    steplen, start = Page.steplen, parent.numchild + 1 - first
    content_type = ContentType.objects.get_for_model(model)
    children = [
        model(
            title=f"Хуудас {n}",
            draft_title=f"Хуудас {n}",
            slug=f"bulk-{n}",
            path=parent.path + Page._int2str(start + n).rjust(steplen, "0"),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}bulk-{n}/",
            locale=parent.locale,
            translation_key=uuid.uuid4(),
            content_type=content_type,
            live=True,
            **values,
        )
        for n in range(first, first + count)
    ]
    base = Page.objects.bulk_create(
        [
            Page(
                **{f.attname: getattr(child, f.attname) for f in Page._meta.concrete_fields if f.name != "id"}
            )
            for child in children
        ]
    )
    for child, made in zip(children, base, strict=True):
        child.page_ptr_id = child.id = made.pk
    own = list(model._meta.local_concrete_fields)  # now with the key
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(f.column) for f in own)
    marks = ", ".join(["%s"] * len(own))
    rows = [[f.get_db_prep_save(getattr(child, f.attname), connection) for f in own] for child in children]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)


#: Address, what grows, the queries it may take at most: the first time after a change of content, and then.
Grow = Callable[..., None]
LISTS: list[tuple[str, Grow, tuple[int, int]]] = [
    ("/mn/law/", many_laws, (26, 7)),
    ("/mn/finance/", many_offers, (28, 7)),
    ("/mn/offices/", many_offices, (26, 7)),
    ("/mn/audit/", many_guides, (32, 9)),
    ("/mn/glossary/", many_terms, (26, 7)),
    ("/mn/glossary/letter/х/", many_terms, (26, 7)),
    ("/mn/law/cooperatives-2021/", many_guides, (40, 10)),
    ("/mn/offices/gasr/", many_guides, (37, 9)),  # one for its entry in the directory
    ("/mn/audit/duties/", many_guides, (40, 4)),
    ("/mn/found/steps/", many_guides, (45, 6)),
    ("/mn/found/steps/3/", many_guides, (39, 6)),
    ("/mn/found/savings-credit/", many_guides, (45, 6)),
    ("/mn/about/", many_guides, (25, 3)),
    ("/mn/places/", many_offices, (13, 1)),
    ("/mn/places/62/", many_offices, (17, 1)),
    ("/mn/finance/guarantee/", many_offers, (36, 4)),
    ("/mn/", many_laws, (36, 10)),
]

#: The library: where its lists stand, what is in them, an entry of each.
LIBRARY: list[tuple[str, type[Page], str]] = [
    ("legal-forms", LegalFormPage, "savings-credit"),
    ("countries", CountryPage, "vietnam"),
    ("comparisons", ComparisonPage, "cooperative-law"),
    ("training", TrainingPage, "my-coop"),
    ("stories", StoryPage, "first-cooperative"),
    ("international", InstrumentPage, "recommendation-193"),
    ("programmes", ProgrammePage, "maps"),
    ("sectors", SectorPage, "dairy"),
    ("research", StatisticsPage, "mongolia-sector"),
    ("doors", DoorPage, "after-dzud"),
]
for above, model, slug in LIBRARY:
    LISTS += [
        (f"/mn/{above}/", many_entries(model, above), (34, 9)),
        (f"/mn/{above}/{slug}/", many_entries(model, above), (38, 8)),
    ]
LISTS += [
    ("/mn/comparisons/cooperative-law/", many_entries(CountryPage, "countries"), (38, 8)),
    ("/mn/", many_entries(DoorPage, "doors"), (36, 10)),
]


@pytest.mark.parametrize(
    ("path", "grow", "most"), LISTS, ids=[f"{number} {row[0]}" for number, row in enumerate(LISTS)]
)
@pytest.mark.parametrize("size", [pytest.param(2_000, marks=pytest.mark.large), 200])
def test_a_page_takes_the_same_queries_however_much_there_is(
    client: Client, path: str, grow: Grow, most: tuple[int, int], size: int, settings: Settings
) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    grow(20)
    few = queries(client, path)
    grow(size, first=20)
    assert queries(client, path) == few, f"{few} before"
    assert few[0] <= most[0]
    assert few[1] <= most[1]


def article_of(client: Client, law: str, anchor: str) -> str:
    """The section of one article on its law's page."""
    page = client.get(f"/mn/law/{law}/").content.decode()
    return page.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def test_each_article_names_the_public_pages_that_rest_on_it(client: Client) -> None:
    assert "/mn/found/steps/" in article_of(client, "legal-entity-registration", "a12")
    assert "/mn/found/savings-credit/" in article_of(client, "legal-entity-registration", "a12")
    steps = StepsPage.objects.get(slug="steps", locale__language_code="mn")
    PageViewRestriction.objects.create(page=steps, restriction_type=PageViewRestriction.LOGIN)
    shared.forget()
    assert "/mn/found/steps/" not in article_of(client, "legal-entity-registration", "a12")


def test_an_article_names_pages_that_show_a_fact_resting_on_it(client: Client) -> None:
    fact = DatedFact.objects.get(key="annual-statement-due")
    fact.article = Article.objects.get(law__slug="cooperatives-2021", number="4")
    assert "/mn/audit/duties/" not in article_of(client, "cooperatives-2021", "a4")
    fact.save_revision().publish()
    shared.forget()
    assert "/mn/audit/duties/" in article_of(client, "cooperatives-2021", "a4")


def test_steps_and_laws_are_there() -> None:
    assert StepsPage.objects.get(slug="steps", locale__language_code="mn").step_count() == 16
    assert LawPage.objects.filter(locale__language_code="mn").count() == 16


def test_what_is_not_kept_goes_out_packed_as_well(client: Client) -> None:
    wanted = {"Accept-Encoding": "gzip"}
    missing = client.get("/mn/there-is-no-such-page/", headers=wanted)
    assert (missing.status_code, missing.get("Content-Encoding")) == (404, "gzip")
    assert client.get("/mn/search/?q=a", headers=wanted).get("Content-Encoding") == "gzip"
    assert "Content-Encoding" not in client.get("/mn/there-is-no-such-page/")
