"""Links from page to page, in the reader's language: to those only that anybody may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.html import escape
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text import pages as rich_text_pages

from content.models import Article, DatedFact, LawPage
from content.visibility import public_pages
from core import shared
from core.languages import current_language


@dataclass(frozen=True)
class Link:
    """A page in the reader's language."""

    title: str
    url: str
    short_title: str


class _Roots:
    """Where Wagtail keeps the site's roots, which it would look up for every address."""


def page_link(page: Page, roots: Any = None) -> Link:
    """A link to a page as it stands."""
    parts = page.get_url_parts(request=roots or shared.one("roots", _Roots))
    return Link(
        title=page.title,
        url=(parts[2] or "") if parts else "",
        short_title=getattr(page, "menu_title", "") or page.title,
    )


def page_links(pages: Iterable[Page]) -> list[Link]:
    """Links to pages as they stand."""
    roots = shared.one("roots", _Roots)
    return [page_link(page, roots) for page in pages]


def links_in(language: str, ids: Collection[int]) -> dict[int, Link]:
    """For pages with these ids: their public version in `language`, under the given id. Two queries at most."""

    def load(missing: set[int]) -> dict[int, Link]:
        keys = dict(Page.objects.filter(pk__in=missing).values_list("pk", "translation_key"))
        pages = public_pages().filter(translation_key__in=set(keys.values()), locale__language_code=language)
        roots = shared.one("roots", _Roots)
        by_key = {page.translation_key: page_link(page, roots) for page in pages}
        return {pk: by_key[key] for pk, key in keys.items() if key in by_key}

    return shared.many(("link", language), ids, load)


class PageLinkHandler(rich_text_pages.PageLinkHandler):
    """Links in running text, which Wagtail stores by the page's id. A page that nobody may see is no link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """The opening tag of each link, in the active language."""
        ids = [int(attrs["id"]) if attrs.get("id", "").isdigit() else 0 for attrs in attrs_list]
        links = links_in(current_language(), ids)
        return [f'<a href="{escape(links[pk].url)}">' if pk in links else "<a>" for pk in ids]


def trail(page: Page) -> list[Link]:
    """The public pages above this one, the home page first."""

    def load() -> list[Link]:
        above = public_pages().ancestor_of(page).filter(depth__gt=1).order_by("depth")
        return page_links(above.specific())

    return shared.one(("trail", page.path[: -page.steplen]), load)


def _references(targets: dict[Any, set[int]]) -> list[tuple[Any, int, int]]:
    """(model, key, page's key) of each reference of a page to one of these objects (model -> keys)."""
    wanted = Q()
    kinds = {ContentType.objects.get_for_model(model): model for model, keys in targets.items() if keys}
    for kind, model in kinds.items():
        wanted |= Q(to_content_type=kind, to_object_id__in=[str(key) for key in targets[model]])
    if not kinds:
        return []
    rows = ReferenceIndex.objects.filter(wanted, base_content_type=ContentType.objects.get_for_model(Page))
    models = {kind.pk: model for kind, model in kinds.items()}
    return [
        (models[kind], int(key), int(page))
        for kind, key, page in rows.values_list("to_content_type", "to_object_id", "object_id").distinct()
    ]


def _public_links(pages: Collection[int], language: str) -> dict[int, Link]:
    """Links to those of these pages that are public and in this language, by key, in the order of their titles."""
    found = list(public_pages().filter(pk__in=pages, locale__language_code=language).order_by("title"))
    return dict(zip((page.pk for page in found), page_links(found), strict=True))


@dataclass(frozen=True)
class Resting:
    """Public pages that rest on a law, on one of its articles, or on a fact that does; and by article's key."""

    pages: list[Link]
    by_article: dict[int, list[Link]]


def resting_on_law(law: LawPage) -> Resting:
    """In the law's language, by title: the same queries however many articles and pages there are."""
    twins = set(Page.objects.filter(translation_key=law.translation_key).values_list("pk", flat=True))
    articles = set(Article.objects.filter(law_id__in=twins).values_list("pk", flat=True))
    facts = dict(
        DatedFact.objects.filter(Q(law_id__in=twins) | Q(article_id__in=articles)).values_list(
            "pk", "article_id"
        )
    )
    references = _references({Page: twins, Article: articles, DatedFact: set(facts)})
    links = _public_links({page for _model, _key, page in references} - {law.pk}, law.language)
    of_article: dict[int, set[int]] = {}
    for model, key, page in references:
        article = key if model is Article else facts[key] if model is DatedFact else None
        if article:
            of_article.setdefault(article, set()).add(page)
    by_article = {
        article: [link for pk, link in links.items() if pk in pages] for article, pages in of_article.items()
    }
    return Resting(list(links.values()), by_article)


def resting_on_page(page: Page) -> list[Link]:
    """Public pages that refer to this page or to a fact whose office it is."""
    twins = set(Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True))
    facts = set(DatedFact.objects.filter(office_id__in=twins).values_list("pk", flat=True))
    references = _references({Page: twins, DatedFact: facts})
    pages = {one for _model, _key, one in references} - {page.pk}
    return list(_public_links(pages, page.locale.language_code).values())
