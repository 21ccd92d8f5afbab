"""What of the content can be found by search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from content import models
from content.narrowing import facets_of, place_names, sector_names
from content.plain import stream_texts
from content.visibility import public_pages, public_records
from core import shared
from core.fields import localized
from search import weights
from search.registry import Searchable, SearchDocument, contains, label_facet, register, register_terms
from search.terms import TermForms


class PageSearch(Searchable[Any]):
    """A page type. Each language's page is an object of its own; translations share their key."""

    streams: ClassVar[tuple[str, ...]] = ("body",)
    #: Where the database looks, while the engine is away.
    looked_in: ClassVar[list[str]] = ["title", "summary"]

    def rows(self) -> Any:
        """What `visibility.public_pages` shows."""
        return public_pages(self.model).select_related("locale").order_by("pk")

    def documents(self, obj: Any) -> Iterable[SearchDocument]:
        """One, in the page's language, with the facts it shows."""
        with override(obj.language):
            texts = [obj.summary]
            for name in self.streams:
                texts += stream_texts(getattr(obj, name))
            for fact in obj.reading().facts:
                value = fact.value or gettext("not yet confirmed")
                texts.append(f"{fact.label}: {value}. {fact.explanation}".strip())
            yield SearchDocument(
                kind=self.kind,
                pk=obj.pk,
                language=obj.language,
                group=str(obj.translation_key),
                title=obj.title,
                body="\n".join(text for text in texts if text),
                url=obj.url or "",
                weight=self.weight,
                more=self.more(obj),
                facets=self.facets(obj),
            )

    def more(self, obj: Any) -> str:
        """Further words it is found by."""
        return ""

    def facets(self, obj: Any) -> dict[str, tuple[str, ...]]:
        """What it can be narrowed by."""
        return facets_of(obj)

    def match(self, words: list[str], language: str) -> Any:
        """All words in the fields of `looked_in`."""
        found = self.rows().filter(locale__language_code=language)
        for word in words:
            found = found.filter(contains(self.looked_in, word))
        return found


@register
class GuideSearch(PageSearch):
    """Guides."""

    kind, label, model, weight = "guide", _("guide"), models.GuidePage, weights.GUIDE


@register
class StepsSearch(PageSearch):
    """Step-by-steps: what most people come for."""

    kind, label, model, weight = "steps", _("step-by-step"), models.StepsPage, weights.STEPS
    streams = ("intro", "steps")


@register
class TopicSearch(PageSearch):
    """Topics."""

    kind, label, model, weight = "topic", _("topic"), models.TopicPage, weights.PLAIN


@register
class LawSearch(PageSearch):
    """Laws, with their articles."""

    kind, label, model, weight = "law", _("law"), models.LawPage, weights.LAW
    streams = ("body", "versions")

    def more(self, obj: Any) -> str:
        """Articles, and the official title."""
        articles = models.Article.objects.filter(law__translation_key=obj.translation_key, live=True)
        texts = [
            f"{localized(a.heading, obj.language)} {localized(a.summary, obj.language)}" for a in articles
        ]
        return " ".join([obj.native_title, *texts])


@register
class OfferSearch(PageSearch):
    """Finance offers; those that have ended count less."""

    kind, label, model, weight = "finance", _("finance offer"), models.FinanceOfferPage, weights.OFFER

    def documents(self, obj: Any) -> Iterable[SearchDocument]:
        """With less weight for what has ended."""
        for document in super().documents(obj):
            ended = obj.state == models.FinanceOfferPage.State.ENDED
            yield replace(document, weight=self.weight * (weights.ENDED if ended else 1.0))

    def more(self, obj: Any) -> str:
        """Who runs it."""
        return str(obj.provider)


@register
class InstitutionSearch(PageSearch):
    """Institutions."""

    kind, label, model, weight = "institution", _("institution"), models.InstitutionPage, weights.PLAIN

    def more(self, obj: Any) -> str:
        """Names in both languages."""
        return f"{obj.name_mn} {obj.name_en}"


@register
class LegalFormSearch(PageSearch):
    """Legal forms."""

    kind, label, model, weight = "legal-form", _("legal form"), models.LegalFormPage, weights.FORM
    streams = ("reasons_for", "reasons_against", "body")

    def more(self, obj: Any) -> str:
        """When it fits."""
        return str(obj.fits_when)


@register
class CountrySearch(PageSearch):
    """Other countries."""

    kind, label, model, weight = "country", _("country"), models.CountryPage, weights.BACKGROUND
    streams = ("frameworks", "to_check", "body")


@register
class ComparisonSearch(PageSearch):
    """Comparisons of countries."""

    kind, label, model, weight = (
        "comparison",
        _("comparison of countries"),
        models.ComparisonPage,
        weights.BACKGROUND,
    )


@register
class TrainingSearch(PageSearch):
    """Trainings."""

    kind, label, model, weight = "training", _("training"), models.TrainingPage, weights.PLAIN

    def more(self, obj: Any) -> str:
        """Who publishes it."""
        return str(obj.publisher)


@register
class StorySearch(PageSearch):
    """Case stories."""

    kind, label, model, weight = "story", _("case story"), models.StoryPage, weights.PLAIN

    def more(self, obj: Any) -> str:
        """Who, where, what changed."""
        return f"{obj.who} {obj.place} {obj.changed}"


@register
class InstrumentSearch(PageSearch):
    """International instruments."""

    kind, label, model, weight = (
        "instrument",
        _("international instrument"),
        models.InstrumentPage,
        weights.BACKGROUND,
    )

    def more(self, obj: Any) -> str:
        """Who adopted it, under which number."""
        return f"{obj.issuer} {obj.number}"


@register
class ProgrammeSearch(PageSearch):
    """Programmes."""

    kind, label, model, weight = "programme", _("programme"), models.ProgrammePage, weights.BACKGROUND

    def more(self, obj: Any) -> str:
        """Who runs it, where."""
        return f"{obj.runner} {obj.place}"


@register
class SectorSearch(PageSearch):
    """Sectors."""

    kind, label, model, weight = "sector", _("sector"), models.SectorPage, weights.PLAIN


@register
class StatisticsSearch(PageSearch):
    """Research and statistics."""

    kind, label, model, weight = (
        "statistics",
        _("research and statistics"),
        models.StatisticsPage,
        weights.BACKGROUND,
    )


@register
class DoorSearch(PageSearch):
    """Doors by situation."""

    kind, label, model, weight = "door", _("door"), models.DoorPage, weights.DOOR
    streams = ("ways", "body")


@register
class PlainSearch(PageSearch):
    """About, privacy and the like."""

    kind, label, model, weight = "page", _("plain page"), models.PlainPage, weights.HOUSE


@register
class ListSearch(PageSearch):
    """Lists, each of one kind of page, and the home page."""

    kind, label, model, weight = "list", _("list"), models.LibraryPage, weights.PLAIN
    looked_in: ClassVar[list[str]] = ["title"]  # Wagtail's own field: the types share no other table
    streams = ()  # what stands in the list is found by itself
    stands_for = (
        models.LibraryPage,
        models.FinanceIndexPage,
        models.LawIndexPage,
        models.InstitutionIndexPage,
        models.GlossaryPage,
    )

    def rows(self) -> Any:
        """Pages of any of these types."""
        types = ContentType.objects.get_for_models(*self.stands_for).values()
        return (
            public_pages().filter(content_type__in=types).select_related("locale").order_by("pk").specific()
        )


@register
class TermSearch(Searchable[models.GlossaryTerm]):
    """Glossary terms: one record, a document for each language."""

    kind, label, model, weight = "term", _("glossary term"), models.GlossaryTerm, weights.TERM

    def rows(self) -> Any:
        """Published terms."""
        return public_records(models.GlossaryTerm).order_by("pk")

    def pages(self) -> list[models.GlossaryPage]:
        """Where terms stand, in each language."""
        return list(public_pages(models.GlossaryPage).select_related("locale"))

    def documents(self, obj: models.GlossaryTerm) -> Iterable[SearchDocument]:
        """Found by either language's term, by Latin typing and by other forms."""
        for page in shared.one("glossary pages", self.pages):
            language = page.language
            term = localized(obj.term, language)
            others = [text for code, text in obj.term.items() if code != language]
            letter = page.reverse_subpage("letter", kwargs={"letter": obj.first_letter(language).lower()})
            yield SearchDocument(
                kind=self.kind,
                pk=obj.pk,
                language=language,
                group=f"term:{obj.pk}",
                title=term,
                body=" · ".join([*others, localized(obj.definition, language)]).strip(" ·"),
                url=f"{page.url}{letter}#{obj.slug}",
                weight=self.weight,
                more=f"{obj.latin} {obj.variants} {obj.avoided}",
            )

    def match(self, words: list[str], language: str) -> Any:
        """All words in the term."""
        found = self.rows()
        for word in words:
            found = found.filter(contains([f"term__{language}", "latin"], word))
        return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@register_terms
def glossary() -> Iterable[TermForms]:
    """Each published term with its languages; how else it is typed or was called."""
    for term in public_records(models.GlossaryTerm):
        forms = {language: _split(text) for language, text in term.term.items() if text}
        yield TermForms(forms, typed=(*_split(term.latin), *_split(term.variants)))


label_facet("sector", sector_names)
label_facet("place", place_names)
