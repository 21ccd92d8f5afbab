"""Other countries: their laws and policies, and the comparison of countries by topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField

from content.blocks import FrameworkBlock, Topic
from content.collation import sort_key
from content.listing import Facet
from content.models.base import KnowledgePage
from content.models.listing import EntryPage
from content.visibility import public_pages

if TYPE_CHECKING:
    from content.reading import FactView


class CountryPage(EntryPage):
    """What is known of one country's laws and policies for cooperatives and the social economy."""

    class Region(models.TextChoices):
        ASIA = "asia", _("Asia and the Pacific")
        EUROPE = "europe", _("Europe")
        AMERICAS = "americas", _("the Americas")
        AFRICA = "africa", _("Africa")

    kind = "country"
    texts: ClassVar[list[str]] = ["frameworks", "to_check", *EntryPage.texts]
    shared: ClassVar[list[str]] = ["iso", "region", "partner", *EntryPage.shared]
    template = "content/country.html"
    list_template: ClassVar[str] = "content/lists/countries.html"

    iso = models.CharField(_("country code (two letters)"), max_length=2)
    region = models.CharField(_("region"), max_length=10, choices=Region)
    partner = models.BooleanField(_("country of the five-country project"), default=False)
    frameworks = StreamField(
        StreamBlock([("framework", FrameworkBlock())], required=False),
        verbose_name=_("laws and policies"),
        blank=True,
    )
    to_check = StreamField(
        StreamBlock([("question", CharBlock(label=_("question")))], required=False),
        verbose_name=_("still to check"),
        blank=True,
    )

    facets: ClassVar[list[Facet]] = [
        Facet("topic", _("What about?"), dict(Topic.choices), lambda page: page.topics()),
        Facet("region", _("Region"), dict(Region.choices), lambda page: [page.region]),
        Facet(
            "project",
            _("Project"),
            {"yes": _("in the five-country project")},
            lambda page: ["yes"] if page.partner else [],
        ),
    ]
    content_panels = [
        *KnowledgePage.content_panels,
        *map(FieldPanel, ["iso", "region", "partner", "frameworks", "to_check"]),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def topics(self) -> set[str]:
        """What its laws and policies are about."""
        return {law["topic"] for law in self.laws()}

    def laws(self) -> list[dict[str, Any]]:
        """Its laws and policies as they stand: what they refer to is not looked up."""
        return [row["value"] for row in self.frameworks.raw_data]

    def list_key(self) -> Any:
        """The countries of the project first, in the editors' order; then all others by name."""
        return (0, self.path) if self.partner else (1, sort_key(self.title))


@dataclass(frozen=True)
class ComparedLaw:
    """One row of a comparison."""

    country: CountryPage
    law: dict[str, Any]
    facts: list[FactView]


class ComparisonPage(EntryPage):
    """All countries' laws and policies on one topic, side by side."""

    kind = "comparison"
    shared: ClassVar[list[str]] = ["topic", *EntryPage.shared]
    template = "content/comparison.html"

    topic = models.CharField(_("topic"), max_length=20, choices=Topic)

    content_panels = [*KnowledgePage.content_panels, FieldPanel("topic"), *EntryPage.end_panels]

    class Meta:
        verbose_name = _("comparison of countries")
        verbose_name_plural = _("comparisons of countries")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `rows`, one for each law or policy on the topic, and `count`, how many countries have one."""
        from content.reading import facts_in

        context = super().get_context(request, *args, **kwargs)
        pages = sorted(
            public_pages(CountryPage).filter(locale=self.locale_id), key=lambda page: page.list_key()
        )
        found = [(page, law) for page in pages for law in page.laws() if law["topic"] == self.topic]
        facts = facts_in(self.language, {pk for _page, law in found for pk in _fact_ids(law)})
        context["rows"] = [
            ComparedLaw(page, law, [facts[pk] for pk in _fact_ids(law) if pk in facts]) for page, law in found
        ]
        context["count"] = len({page.pk for page, _law in found})
        return context


def _fact_ids(law: dict[str, Any]) -> list[int]:
    """Ids of the facts of a law as it stands in the database."""
    return [item["value"] for item in law.get("facts") or [] if item["value"]]
