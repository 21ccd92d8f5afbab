"""What of the content can be found by search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from content import models
from content.plain import stream_texts
from content.visibility import public_pages, public_records
from core import shared
from core.fields import localized
from search.registry import Searchable, SearchDocument, contains, register


class PageSearch(Searchable[Any]):
    """A page type. Each language's page is an object of its own; translations share their key."""

    streams: ClassVar[tuple[str, ...]] = ("body",)

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
            )

    def more(self, obj: Any) -> str:
        """Further words it is found by."""
        return ""

    def match(self, words: list[str], language: str) -> Any:
        """All words in title or summary."""
        found = self.rows().filter(locale__language_code=language)
        for word in words:
            found = found.filter(contains(["title", "summary"], word))
        return found


@register
class GuideSearch(PageSearch):
    """Guides."""

    kind, label, model, weight = "guide", _("guide"), models.GuidePage, 1.15


@register
class StepsSearch(PageSearch):
    """Step-by-steps: what most people come for."""

    kind, label, model, weight = "steps", _("step-by-step"), models.StepsPage, 1.25
    streams = ("intro", "steps")


@register
class TopicSearch(PageSearch):
    """Topics."""

    kind, label, model, weight = "topic", _("topic"), models.TopicPage, 1.0


@register
class LawSearch(PageSearch):
    """Laws, with their articles."""

    kind, label, model, weight = "law", _("law"), models.LawPage, 1.1
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

    kind, label, model, weight = "finance", _("finance offer"), models.FinanceOfferPage, 1.1

    def documents(self, obj: Any) -> Iterable[SearchDocument]:
        """With less weight for what has ended."""
        from dataclasses import replace

        for document in super().documents(obj):
            ended = obj.state == models.FinanceOfferPage.State.ENDED
            yield replace(document, weight=self.weight * (0.7 if ended else 1.0), more=obj.provider)


@register
class InstitutionSearch(PageSearch):
    """Institutions."""

    kind, label, model, weight = "institution", _("institution"), models.InstitutionPage, 1.0

    def more(self, obj: Any) -> str:
        """Names in both languages."""
        return f"{obj.name_mn} {obj.name_en}"


@register
class LegalFormSearch(PageSearch):
    """Legal forms."""

    kind, label, model, weight = "legal-form", _("legal form"), models.LegalFormPage, 1.1
    streams = ("reasons_for", "reasons_against", "body")

    def more(self, obj: Any) -> str:
        """When it fits."""
        return str(obj.fits_when)


@register
class CountrySearch(PageSearch):
    """Other countries."""

    kind, label, model, weight = "country", _("country"), models.CountryPage, 0.9
    streams = ("frameworks", "to_check", "body")


@register
class ComparisonSearch(PageSearch):
    """Comparisons of countries."""

    kind, label, model, weight = "comparison", _("comparison of countries"), models.ComparisonPage, 0.9


@register
class TrainingSearch(PageSearch):
    """Trainings."""

    kind, label, model, weight = "training", _("training"), models.TrainingPage, 1.0

    def more(self, obj: Any) -> str:
        """Who publishes it."""
        return str(obj.publisher)


@register
class StorySearch(PageSearch):
    """Case stories."""

    kind, label, model, weight = "story", _("case story"), models.StoryPage, 1.0

    def more(self, obj: Any) -> str:
        """Who, where, what changed."""
        return f"{obj.who} {obj.place} {obj.changed}"


@register
class InstrumentSearch(PageSearch):
    """International instruments."""

    kind, label, model, weight = "instrument", _("international instrument"), models.InstrumentPage, 0.9

    def more(self, obj: Any) -> str:
        """Who adopted it, under which number."""
        return f"{obj.issuer} {obj.number}"


@register
class ProgrammeSearch(PageSearch):
    """Programmes."""

    kind, label, model, weight = "programme", _("programme"), models.ProgrammePage, 0.9

    def more(self, obj: Any) -> str:
        """Who runs it, where."""
        return f"{obj.runner} {obj.place}"


@register
class SectorSearch(PageSearch):
    """Sectors."""

    kind, label, model, weight = "sector", _("sector"), models.SectorPage, 1.0


@register
class StatisticsSearch(PageSearch):
    """Research and statistics."""

    kind, label, model, weight = "statistics", _("research and statistics"), models.StatisticsPage, 0.9


@register
class DoorSearch(PageSearch):
    """Doors by situation."""

    kind, label, model, weight = "door", _("door"), models.DoorPage, 1.2
    streams = ("ways", "body")


@register
class PlainSearch(PageSearch):
    """About, privacy and the like."""

    kind, label, model, weight = "page", _("plain page"), models.PlainPage, 0.8


@register
class TermSearch(Searchable[models.GlossaryTerm]):
    """Glossary terms: one record, a document for each language."""

    kind, label, model, weight = "term", _("glossary term"), models.GlossaryTerm, 0.9

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
