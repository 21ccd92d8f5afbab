"""Other countries: their laws and policies, and the comparison of countries by topic."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField

from content.blocks import FrameworkBlock, Topic
from content.listing import Facet
from content.models.base import KnowledgePage
from content.models.listing import EntryPage
from content.visibility import public_pages


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
        StreamBlock([("question", CharBlock())], required=False), verbose_name=_("still to check"), blank=True
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
        return {row["value"]["topic"] for row in self.frameworks.raw_data}


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
        """Adds `countries`: (country, its laws and policies on the topic), by the country's name."""
        context = super().get_context(request, *args, **kwargs)
        pages = public_pages(CountryPage).filter(locale=self.locale_id).order_by("title")
        found = (
            (page, [b.value for b in page.frameworks if b.value["topic"] == self.topic]) for page in pages
        )
        context["countries"] = [(page, frameworks) for page, frameworks in found if frameworks]
        return context
