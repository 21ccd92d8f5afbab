"""What is not confirmed yet: each open fact, the pages it stands on, the office to ask, since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ListPage
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from content.links import Link, links_in
from content.models import DatedFact
from content.reading import FactView, facts_in
from core.paging import page_of

PER_PAGE = 30


@dataclass(frozen=True)
class OpenQuestion:
    """A fact that waits for somebody who knows; `pages` in the reader's language, those that are public."""

    fact: FactView
    since: dt.date | None
    pages: list[Link]


def open_questions(language: str, query: QueryDict) -> tuple[ListPage, list[OpenQuestion]]:
    """The page of the list that `?page=` names, the oldest first. Raises Http404 for one that is none."""
    facts = DatedFact.objects.filter(live=True, status=DatedFact.Status.UNCONFIRMED)
    pager = page_of(facts.order_by(F("collected_on").asc(nulls_last=True), "key"), query, PER_PAGE)
    ids = [fact.pk for fact in pager]
    views = facts_in(language, ids)
    stands_on = pages_with(ids, language)
    questions = [
        OpenQuestion(views[fact.pk], asked_since(fact), stands_on.get(fact.pk, []))
        for fact in pager
        if fact.pk in views
    ]
    return pager, questions


def asked_since(fact: DatedFact) -> dt.date | None:
    """The day since when it waits for somebody who knows."""
    return fact.collected_on or (
        timezone.localdate(fact.first_published_at) if fact.first_published_at else None
    )


def pages_with(facts: Collection[int], language: str) -> dict[int, list[Link]]:
    """For each of these facts the public pages in `language` that show it, by title."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(DatedFact),
        to_object_id__in=[str(pk) for pk in facts],
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("to_object_id", "object_id")
    pairs = {(int(fact), int(page)) for fact, page in rows}
    links = links_in(language, {page for _fact, page in pairs})
    found: dict[int, set[Link]] = {}
    for fact, page in pairs:
        if page in links:
            found.setdefault(fact, set()).add(links[page])
    return {fact: sorted(links, key=lambda link: link.title) for fact, links in found.items()}
