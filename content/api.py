"""What of the content programs may read: guides and step-by-steps, laws with their articles, terms of the glossary."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from content.links import page_link
from content.models import Article, GlossaryPage, GlossaryTerm, GuidePage, LawPage, StepsPage
from content.plain import stream_texts
from content.visibility import public_pages, public_records
from core.api import PROBLEMS, Language, Page, Paging, page_of, register
from core.fields import localized

#: Where the text of a page stands, by the kind of page.
STREAMS = ("intro", "steps", "versions", "body")


class In(Schema):
    """In which language one thing is asked for."""

    language: Language = Field(Language.MN, description="Language of the texts and addresses.")


class PageOut(Schema):
    """A page in a list. id: the same in all languages; changed: when it was published last."""

    id: uuid.UUID
    kind: str
    language: str
    title: str
    summary: str
    url: str
    changed: dt.datetime | None
    check_due: dt.date | None = Field(
        None, description="After this day its content is due to be checked again."
    )


class SourceOut(Schema):
    """Where something was seen."""

    title: str
    address: str


class FactOut(Schema):
    """A dated fact. value: null where it is not confirmed; `ask` then says whom to ask."""

    key: str
    label: str
    value: str | None
    status: str = Field(
        description="unconfirmed, weak (not official), seen (in a source) or confirmed (by an editor)."
    )
    as_of: str
    explanation: str
    basis: str | None
    sources: list[SourceOut]
    collected_on: dt.date | None
    checked_on: dt.date | None
    ask: str | None


class GuideOut(PageOut):
    """A guide with its text. Facts stand beside it, as they change on their own."""

    text: str
    facts: list[FactOut]


class ArticleOut(Schema):
    """An article, in our own words."""

    number: str
    heading: str
    summary: str
    url: str


class LawOut(PageOut):
    """A law. state: in-force, amended, repealed or unclear (not confirmed)."""

    official_title: str
    state: str
    adopted_on: dt.date | None
    in_force_from: dt.date | None
    official_url: str


class WholeLawOut(LawOut):
    """A law with its text and its articles."""

    text: str
    facts: list[FactOut]
    articles: list[ArticleOut]


class TermOut(Schema):
    """A term in both languages. state: proposed, in-use or adopted."""

    id: str
    term: dict[str, str]
    definition: dict[str, str]
    latin: str
    variants: str
    state: str
    source: str | None
    url: str | None
    changed: dt.datetime | None


def _as_of() -> dt.datetime:
    """What is published now stands there for others a little later: a minute is told twice rather than not at all."""
    return timezone.now() - dt.timedelta(minutes=1)


def _rows(paging: Paging, *models: Any) -> Callable[[int, int], Sequence[Any]]:
    types = ContentType.objects.get_for_models(*models).values()
    found = public_pages().filter(content_type__in=types, locale__language_code=paging.language)
    if paging.changed_since:
        found = found.filter(last_published_at__gt=paging.changed_since)
    found = found.order_by("pk").select_related("locale").specific()
    return lambda after, most: found.filter(pk__gt=after)[:most]


def _one(key: uuid.UUID, language: str, *models: Any) -> Any:
    """The page in this language. Raises Http404."""
    types = ContentType.objects.get_for_models(*models).values()
    pages = public_pages().filter(content_type__in=types, locale__language_code=language)
    return get_object_or_404(pages.select_related("locale"), translation_key=key).specific


def _page(page: Any) -> dict[str, Any]:
    return {
        "id": page.translation_key,
        "kind": page.kind,
        "language": page.language,
        "title": page.title,
        "summary": page.summary,
        "url": settings.SITE_URL + page_link(page).url,
        "changed": page.last_published_at,
        "check_due": page.check_due,
    }


def _text(page: Any) -> str:
    """All its streams of text, plain; facts stand beside it."""
    names = [name for name in STREAMS if hasattr(page, name)]
    return "\n\n".join(text for name in names for text in stream_texts(getattr(page, name)) if text)


def _facts(page: Any) -> list[dict[str, Any]]:
    """As readers see them: what is not confirmed has no value."""
    return [
        {
            "key": fact.key,
            "label": fact.label,
            "value": fact.value or None,
            "status": fact.status,
            "as_of": fact.as_of,
            "explanation": fact.explanation,
            "basis": fact.basis.title if fact.basis else None,
            "sources": [{"title": one.title, "address": one.address} for one in fact.sources],
            "collected_on": fact.collected_on,
            "checked_on": fact.checked_on,
            "ask": (fact.office.title if fact.office else fact.ask) or None,
        }
        for fact in page.reading().facts
    ]


def _law(page: Any) -> dict[str, Any]:
    return {
        **_page(page),
        "official_title": page.native_title,
        "state": page.state,
        "adopted_on": page.adopted_on,
        "in_force_from": page.in_force_from,
        "official_url": page.official_url,
    }


guides, laws, terms = Router(), Router(), Router()
Asked = Annotated[Paging, Query(...)]
AskedIn = Annotated[In, Query(...)]


@guides.get(
    "", response={200: Page[PageOut], **PROBLEMS}, operation_id="guides", summary="Guides, step-by-steps"
)
def guide_list(request: HttpRequest, paging: Asked) -> dict[str, Any]:
    """Those that are published and open to all."""
    return page_of(request, paging, _rows(paging, GuidePage, StepsPage), _page, _as_of())


@guides.get("/{uuid:key}", response={200: GuideOut, **PROBLEMS}, operation_id="guide", summary="One guide")
def guide(request: HttpRequest, key: uuid.UUID, asked: AskedIn) -> dict[str, Any]:
    """With its text, plain, and the facts that it rests on."""
    page = _one(key, asked.language, GuidePage, StepsPage)
    return {**_page(page), "text": _text(page), "facts": _facts(page)}


@laws.get("", response={200: Page[LawOut], **PROBLEMS}, operation_id="laws", summary="Laws")
def law_list(request: HttpRequest, paging: Asked) -> dict[str, Any]:
    """Those of the register."""
    return page_of(request, paging, _rows(paging, LawPage), _law, _as_of())


@laws.get("/{uuid:key}", response={200: WholeLawOut, **PROBLEMS}, operation_id="law", summary="One law")
def law(request: HttpRequest, key: uuid.UUID, asked: AskedIn) -> dict[str, Any]:
    """With what we wrote of it, and the articles that were read."""
    page = _one(key, asked.language, LawPage)
    link = settings.SITE_URL + page_link(page).url
    articles = [
        {
            "number": article.number,
            "heading": localized(article.heading, asked.language),
            "summary": localized(article.summary, asked.language),
            "url": f"{link}#{article.anchor}",
        }
        for article in public_records(Article).filter(law__translation_key=key)
    ]
    return {**_law(page), "text": _text(page), "facts": _facts(page), "articles": articles}


@terms.get(
    "", response={200: Page[TermOut], **PROBLEMS}, operation_id="terms", summary="Terms of the glossary"
)
def term_list(request: HttpRequest, paging: Asked) -> dict[str, Any]:
    """In both languages, by when they were made."""
    found = public_records(GlossaryTerm).select_related("source")
    if paging.changed_since:
        found = found.filter(last_published_at__gt=paging.changed_since)
    letters = _letters(paging.language)
    return page_of(
        request,
        paging,
        lambda after, most: found.filter(pk__gt=after).order_by("pk")[:most],
        lambda term: _term(term, paging.language, letters),
        _as_of(),
    )


@terms.get("/{slug:key}", response={200: TermOut, **PROBLEMS}, operation_id="term", summary="One term")
def term(request: HttpRequest, key: str, asked: AskedIn) -> dict[str, Any]:
    """In both languages."""
    found = get_object_or_404(public_records(GlossaryTerm).select_related("source"), slug=key)
    return _term(found, asked.language, _letters(asked.language))


def _letters(language: str) -> GlossaryPage | None:
    """The page on which terms stand, None where the public has none."""
    found: GlossaryPage | None = public_pages(GlossaryPage).filter(locale__language_code=language).first()
    return found


def _term(term: GlossaryTerm, language: str, letters: GlossaryPage | None) -> dict[str, Any]:
    url = None
    if letters is not None:
        letter = letters.reverse_subpage("letter", kwargs={"letter": term.first_letter(language).lower()})
        url = f"{settings.SITE_URL}{page_link(letters).url}{letter}#{term.slug}"
    return {
        "id": term.slug,
        "term": term.term,
        "definition": term.definition,
        "latin": term.latin,
        "variants": term.variants,
        "state": term.state,
        "source": localized(term.source.title, language) if term.source and term.source.live else None,
        "url": url,
        "changed": term.last_published_at,
    }


register("guides", _("Guides and step-by-steps"), guides)
register("laws", _("Laws, with their articles"), laws)
register("terms", _("Terms in Mongolian and English"), terms)
