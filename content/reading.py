"""What a page refers to, loaded with a constant number of queries and put into its reader's language.

Wagtail's reference index names everything a page points to, so that one query finds all ids. A draft that is
previewed may point to more; what the index did not name is loaded when it is asked for. What pages share is kept
between requests (core.shared): only what anybody may see comes through here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.blocks import StreamValue
from wagtail.models import Page, ReferenceIndex

from content.links import Link, links_in
from content.models import Article, DatedFact, GlossaryTerm, Source
from core import shared
from core.fields import localized
from core.wording import article_mn

if TYPE_CHECKING:
    from content.models.base import KnowledgePage


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
    def _targets(self) -> dict[type, set[int]]:
        ids = [page.pk for page in self.pages]
        return shared.one(("references", *ids), lambda: references(ids))

    @cached_property
    def _facts(self) -> dict[int, FactView]:
        return facts_in(self.language, self._targets[DatedFact])

    @cached_property
    def _links(self) -> dict[int, Link]:
        return links_in(self.language, self._targets[Page])

    def gather(self) -> None:
        """Have all links at hand before texts are rendered: each would look up its own."""
        _ = self._links

    def link(self, page: Page | int | None) -> Link | None:
        """The public page in the reader's language, or None."""
        pk = page if isinstance(page, int) else getattr(page, "pk", None)
        if pk is None:
            return None
        if pk not in self._links:
            self._links.update(links_in(self.language, {pk}))
        return self._links.get(pk)

    def fact(self, fact: DatedFact | int | None) -> FactView | None:
        """A fact as this page's reader sees it; None where there is none, or none that is published."""
        pk = fact if isinstance(fact, int) else getattr(fact, "pk", None)
        if pk is None:
            return None
        if pk not in self._facts:
            self._facts.update(facts_in(self.language, {pk}))
        return self._facts.get(pk)

    def sources_of(self, sources: Iterable[Source | None]) -> list[SourceView]:
        """Those of these sources that are published, in their order."""
        return [source_view(source, self.language) for source in sources if source and source.live]

    def basis(self, value: Any) -> BasisView | None:
        """A legal basis block (law, perhaps an article) as a citation; None if the law is not public."""
        law, article = value.get("law"), value.get("article")
        return basis_view(self.link(article.law_id if article else law), article, self.language)

    # What the whole page rests on

    @property
    def facts(self) -> list[FactView]:
        """All public facts of the page, by key."""
        return sorted(self._facts.values(), key=lambda view: view.key)

    @property
    def unconfirmed(self) -> list[FactView]:
        """The page's facts that are not confirmed."""
        return [view for view in self.facts if not view.is_shown]

    @cached_property
    def sources(self) -> list[SourceView]:
        """Sources of the page's facts and its own, each once, by title."""
        views = {source for fact in self.facts for source in fact.sources}
        views.update(sources_in(self.language, self._targets[Source]).values())
        return sorted(views, key=lambda view: (view.title, view.address))

    @cached_property
    def terms(self) -> list[TermView]:
        """Glossary terms chosen for the page, in their order."""
        ids = chosen_ids(getattr(self.page, "terms", None))
        terms = terms_in(self.language, ids)
        return [terms[pk] for pk in ids if pk in terms]

    @property
    def explained(self) -> list[TermView]:
        """Those of them that have an explanation."""
        return [term for term in self.terms if term.definition]

    @cached_property
    def related(self) -> list[Link]:
        """Pages to read next, those that are public."""
        links = (self.link(pk) for pk in chosen_ids(getattr(self.page, "related", None)))
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
        return shared.one(("behind", self.page.pk), lambda: translation_behind(self.page))


def references(pages: Collection[int]) -> dict[type, set[int]]:
    """Ids of what these pages point to, by model; laws of cited articles stand among the pages."""
    kinds = {ContentType.objects.get_for_model(model): model for model in (Page, Article, DatedFact, Source)}
    found: dict[type, set[int]] = {model: set() for model in kinds.values()}
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(pk) for pk in pages],
        to_content_type__in=kinds,
    )
    by_id = {kind.pk: model for kind, model in kinds.items()}
    for kind, object_id in rows.values_list("to_content_type_id", "to_object_id"):
        found[by_id[kind]].add(int(object_id))
    if found[Article]:
        found[Page].update(Article.objects.filter(pk__in=found[Article]).values_list("law_id", flat=True))
    return found


def chosen_ids(stream: StreamValue | None) -> list[int]:
    """Ids of the objects that a stream of choosers names, without loading them."""
    return [child["value"] for child in stream.raw_data if child["value"]] if stream else []


def facts_in(language: str, ids: Collection[int]) -> dict[int, FactView]:
    """Published facts by id: four queries at most."""

    def load(missing: set[int]) -> dict[int, FactView]:
        rows = (
            DatedFact.objects.filter(pk__in=missing, live=True)
            .select_related("article", "checked_by")
            .prefetch_related("sources")
        )
        places = {pk for row in rows for pk in (row.office_id, row.law_id) if pk}
        places |= {row.article.law_id for row in rows if row.article}
        links = links_in(language, places)
        return {row.pk: _fact_view(row, links, language) for row in rows}

    return shared.many(("fact", language), ids, load)


def _fact_view(row: DatedFact, links: dict[int, Link], language: str) -> FactView:
    law = row.article.law_id if row.article else row.law_id
    return FactView(
        pk=row.pk,
        key=row.key,
        label=localized(row.label, language),
        value=row.value(language),
        is_shown=row.is_shown,
        status=row.status,
        knot=KNOTS[DatedFact.Status(row.status)],
        weak=row.status == DatedFact.Status.WEAK,
        explanation=localized(row.explanation, language),
        as_of=row.as_of,
        sources=tuple(source_view(source, language) for source in row.sources.all() if source.live),
        basis=basis_view(links.get(law) if law else None, row.article, language),
        office=links.get(row.office_id) if row.office_id else None,
        ask=localized(row.ask, language),
        collected_on=row.collected_on,
        checked_on=row.checked_on,
        checked_by=str(row.checked_by) if row.checked_by else "",
        check_due=row.check_due,
    )


def basis_view(law: Link | None, article: Article | None, language: str) -> BasisView | None:
    """A citation of a law or of one of its articles; None if the law is not public."""
    if law is None:
        return None
    if article is None:
        return BasisView(law.title, law.url)
    number = article_mn(article.number) if language == "mn" else f"article {article.number}"
    return BasisView(f"{law.title}, {number}", f"{law.url}#{article.anchor}")


def sources_in(language: str, ids: Collection[int]) -> dict[int, SourceView]:
    """Published sources by id."""

    def load(missing: set[int]) -> dict[int, SourceView]:
        rows = Source.objects.filter(pk__in=missing, live=True)
        return {row.pk: source_view(row, language) for row in rows}

    return shared.many(("source", language), ids, load)


def source_view(source: Source, language: str) -> SourceView:
    """A source in the reader's language."""
    return SourceView(localized(source.title, language), source.address)


def terms_in(language: str, ids: Collection[int]) -> dict[int, TermView]:
    """Published terms by id."""

    def load(missing: set[int]) -> dict[int, TermView]:
        rows = GlossaryTerm.objects.filter(pk__in=missing, live=True)
        return {row.pk: term_view(row, language) for row in rows}

    return shared.many(("term", language), ids, load)


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
    if page.language == settings.LANGUAGE_CODE or not page.last_published_at:
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
