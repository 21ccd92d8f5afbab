"""What a page refers to, loaded with a constant number of queries and put into its reader's language.

Wagtail's reference index names everything a page points to, so that one query finds all ids. A draft that is
previewed may point to more; what the index did not name is loaded when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from content.models import Article, DatedFact, GlossaryTerm, LawPage, Source
from core.fields import localized
from core.wording import article_mn

if TYPE_CHECKING:
    from content.models.base import KnowledgePage


@dataclass(frozen=True)
class Link:
    """A page in the reader's language."""

    title: str
    url: str
    short_title: str


@dataclass(frozen=True)
class SourceView:
    """Where something was seen."""

    title: str
    address: str


@dataclass(frozen=True)
class BasisView:
    """A law or an article, with the address of its place in the register."""

    title: str
    url: str


@dataclass(frozen=True)
class TermView:
    """A glossary term in the reader's language."""

    slug: str
    term: str
    other: str
    definition: str
    state: str
    proposed: bool


@dataclass(frozen=True)
class FactView:
    """A dated fact as a reader sees it. `value` is "" where it is not confirmed."""

    pk: int
    key: str
    label: str
    value: str
    is_shown: bool
    status: str
    knot: str
    weak: bool
    explanation: str
    as_of: str
    sources: Sequence[SourceView]
    basis: BasisView | None
    office: Link | None
    ask: str
    collected_on: dt.date | None
    checked_on: dt.date | None
    checked_by: str
    check_due: dt.date | None


KNOTS = {
    DatedFact.Status.CONFIRMED: "ok",
    DatedFact.Status.SEEN: "half",
    DatedFact.Status.WEAK: "half",
    DatedFact.Status.UNCONFIRMED: "ask",
}


class Reading:
    """All that one page refers to, in that page's language."""

    def __init__(self, page: KnowledgePage, *others: KnowledgePage) -> None:
        self.page = page
        self.pages = (page, *others)
        self.language: str = page.language
        #: Slugs of the terms that already lead to their explanation in what was rendered so far.
        self.linked_terms: set[str] = set()

    # What is referred to

    @cached_property
    def _targets(self) -> dict[int, set[int]]:
        """Ids of what the page points to, by content type; facts' own targets are loaded with the facts."""
        rows = ReferenceIndex.objects.none()
        for page in self.pages:
            rows = rows | ReferenceIndex.objects.filter(
                base_content_type=ContentType.objects.get_for_model(Page), object_id=str(page.pk)
            )
        found: dict[int, set[int]] = {}
        for type_id, object_id in rows.values_list("to_content_type_id", "to_object_id"):
            if str(object_id).isdigit():
                found.setdefault(type_id, set()).add(int(object_id))
        return found

    def _ids(self, model: Any) -> set[int]:
        return self._targets.get(ContentType.objects.get_for_model(model).pk, set())

    @cached_property
    def _facts(self) -> dict[int, DatedFact]:
        return {fact.pk: fact for fact in facts_for_reading(Q(pk__in=self._ids(DatedFact)))}

    @cached_property
    def _links(self) -> dict[int, Link]:
        """Public pages that are referred to, under the id they are referred to by."""
        ids = set(self._ids(Page))
        for fact in self._facts.values():
            ids |= {
                i for i in (fact.office_id, fact.law_id, fact.article.law_id if fact.article else None) if i
            }
        ids |= set(
            Article.objects.filter(pk__in=self._ids(Article)).values_list("law_id", flat=True)
            if self._ids(Article)
            else ()
        )
        return links_in(self.language, ids)

    def link(self, page: Page | int | None) -> Link | None:
        """The public page in the reader's language, or None."""
        pk = page if isinstance(page, int) else getattr(page, "pk", None)
        if pk is None:
            return None
        if pk not in self._links:
            self._links.update(links_in(self.language, {pk}))
        return self._links.get(pk)

    def fact(self, fact: DatedFact | None) -> FactView | None:
        """A fact as this page's reader sees it; None where there is none."""
        if fact is None:
            return None
        if fact.pk not in self._facts:
            self._facts.update({row.pk: row for row in facts_for_reading(Q(pk=fact.pk))})
        row = self._facts.get(fact.pk)
        if row is None or not row.live:
            return None
        return FactView(
            pk=row.pk,
            key=row.key,
            label=localized(row.label, self.language),
            value=row.value(self.language),
            is_shown=row.is_shown,
            status=row.status,
            knot=KNOTS[DatedFact.Status(row.status)],
            weak=row.status == DatedFact.Status.WEAK,
            explanation=localized(row.explanation, self.language),
            as_of=row.as_of,
            sources=[source_view(source, self.language) for source in row.sources.all()],
            basis=self._basis(row.law_id, row.article),
            office=self.link(row.office_id),
            ask=localized(row.ask, self.language),
            collected_on=row.collected_on,
            checked_on=row.checked_on,
            checked_by=str(row.checked_by) if row.checked_by else "",
            check_due=row.check_due,
        )

    def basis(self, value: Any) -> BasisView | None:
        """A legal basis block (law, perhaps an article) as a citation; None if the law is not public."""
        law, article = value.get("law"), value.get("article")
        return self._basis(law.pk if law else None, article)

    def _basis(self, law_id: int | None, article: Article | None) -> BasisView | None:
        link = self.link(article.law_id if article else law_id)
        if link is None:
            return None
        if article is None:
            return BasisView(link.title, link.url)
        number = article_mn(article.number) if self.language == "mn" else f"article {article.number}"
        return BasisView(f"{link.title}, {number}", f"{link.url}#{article.anchor}")

    # What the whole page rests on

    @cached_property
    def facts(self) -> list[FactView]:
        """All public facts of the page."""
        views = (self.fact(fact) for fact in self._facts.values())
        return [view for view in views if view is not None]

    @property
    def unconfirmed(self) -> list[FactView]:
        """The page's facts that are not confirmed."""
        return [view for view in self.facts if not view.is_shown]

    @cached_property
    def sources(self) -> list[SourceView]:
        """Sources of the page's facts and its own, each once, by title."""
        own = {source.pk: source for fact in self._facts.values() for source in fact.sources.all()}
        own |= Source.objects.in_bulk(self._ids(Source) - set(own))
        views = {source_view(source, self.language) for source in own.values()}
        return sorted(views, key=lambda view: view.title)

    @cached_property
    def terms(self) -> list[TermView]:
        """Glossary terms chosen for the page, in their order."""
        chosen = [block.value for block in getattr(self.page, "terms", None) or []]
        return [term_view(term, self.language) for term in chosen if term is not None and term.live]

    @property
    def explained(self) -> list[TermView]:
        """Those of them that have an explanation."""
        return [term for term in self.terms if term.definition]

    @cached_property
    def related(self) -> list[Link]:
        """Pages to read next, those that are public."""
        links = (self.link(block.value) for block in getattr(self.page, "related", None) or [])
        return [link for link in links if link is not None]

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """(id, text) of each section heading: s1, s2 …"""
        body = getattr(self.page, "body", None) or []
        texts = [block.value for block in body if block.block_type == "heading"]
        return [(f"s{number}", text) for number, text in enumerate(texts, start=1)]

    @cached_property
    def behind(self) -> bool:
        """Whether this is a translation that was published before its source was published last."""
        return translation_behind(self.page)


def facts_for_reading(which: Q) -> list[DatedFact]:
    """Facts with all that FactView reads: two queries."""
    return list(
        DatedFact.objects.filter(which).select_related("article", "checked_by").prefetch_related("sources")
    )


def links_in(language: str, ids: Iterable[int]) -> dict[int, Link]:
    """For pages with these ids: their public version in `language`, under the given id. Two queries at most."""
    wanted = dict(Page.objects.filter(pk__in=set(ids)).values_list("pk", "translation_key")) if ids else {}
    if not wanted:
        return {}
    pages = (
        Page.objects.filter(translation_key__in=set(wanted.values()), locale__language_code=language)
        .live()
        .public()
        .select_related("locale")
    )
    roots = _Roots()
    by_key = {page.translation_key: page_link(page, roots) for page in pages}
    return {pk: by_key[key] for pk, key in wanted.items() if key in by_key}


def page_links(pages: Iterable[Page]) -> list[Link]:
    """Links to pages as they stand; the site's roots are looked up once for all."""
    roots = _Roots()
    return [page_link(page, roots) for page in pages]


def page_link(page: Page, roots: Any = None) -> Link:
    """A link to a page as it stands."""
    parts = page.get_url_parts(request=roots or _Roots())
    return Link(
        title=page.title,
        url=(parts[2] or "") if parts else "",
        short_title=getattr(page, "menu_title", "") or page.title,
    )


class _Roots:
    """Where Wagtail keeps the site's roots while one page's links are made."""


def source_view(source: Source, language: str) -> SourceView:
    """A source in the reader's language."""
    return SourceView(localized(source.title, language), source.address)


def term_view(term: GlossaryTerm, language: str) -> TermView:
    """A term with its counterpart."""
    return TermView(
        slug=term.slug,
        term=localized(term.term, language),
        other=str(term.term.get("en" if language == "mn" else "mn", "")),
        definition=localized(term.definition, language),
        state=term.state,
        proposed=term.state == GlossaryTerm.State.PROPOSED,
    )


def translation_behind(page: Page) -> bool:
    """Whether the source language's page went live after this translation did.

    Dates are compared, not wagtail-localize's state: a stopped sync falls back to "synced".
    """
    from django.conf import settings

    if page.locale.language_code == settings.LANGUAGE_CODE or not page.last_published_at:
        return False
    source = (
        Page.objects.filter(
            translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        .only("last_published_at")
        .first()
    )
    if source is None or not source.last_published_at:
        return False
    return bool(source.last_published_at > page.last_published_at)


def pages_naming(targets: dict[Any, set[int]], language: str, *, but: int | None = None) -> list[Link]:
    """Public pages in `language` that refer to any of these objects (model -> ids), by title."""
    wanted = Q()
    for model, ids in targets.items():
        wanted |= Q(
            to_content_type=ContentType.objects.get_for_model(model), to_object_id__in=[str(i) for i in ids]
        )
    if not any(targets.values()):
        return []
    ids = (
        ReferenceIndex.objects.filter(wanted, base_content_type=ContentType.objects.get_for_model(Page))
        .values_list("object_id", flat=True)
        .distinct()
    )
    pages = (
        Page.objects.filter(pk__in=[int(i) for i in ids], locale__language_code=language)
        .live()
        .public()
        .order_by("title")
    )
    return page_links(page for page in pages if page.pk != but)


def resting_on_law(law: LawPage, *, language: str | None = None) -> list[Link]:
    """Public pages that rest on this law, on one of its articles, or on a fact that does."""
    twins = set(Page.objects.filter(translation_key=law.translation_key).values_list("pk", flat=True))
    articles = set(Article.objects.filter(law_id__in=twins).values_list("pk", flat=True))
    facts = set(
        DatedFact.objects.filter(Q(law_id__in=twins) | Q(article_id__in=articles)).values_list(
            "pk", flat=True
        )
    )
    targets = {Page: twins, Article: articles, DatedFact: facts}
    return pages_naming(targets, language or law.language, but=law.pk)


def resting_on_page(page: Page) -> list[Link]:
    """Public pages that refer to this page or to a fact whose office it is."""
    twins = set(Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True))
    facts = set(DatedFact.objects.filter(office_id__in=twins).values_list("pk", flat=True))
    return pages_naming({Page: twins, DatedFact: facts}, page.locale.language_code, but=page.pk)
