"""The library: trainings, stories, international instruments, programmes, sectors, statistics, doors."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from content.blocks import WayBlock
from content.choosers import RecordChooser
from content.fields import CodesField
from content.listing import Facet
from content.models.base import KnowledgePage
from content.models.listing import EntryPage


class TrainingPage(EntryPage):
    """A course, a handbook, a tool to learn with."""

    class Level(models.TextChoices):
        START = "start", _("for beginners")
        RUN = "run", _("for those who run a cooperative")
        TRAIN = "train", _("for trainers and advisers")

    class Form(models.TextChoices):
        HANDBOOK = "handbook", _("handbook for groups")
        COURSE = "course", _("course")
        ONLINE = "online", _("online")
        TOOL = "tool", _("tool for self-assessment")

    LANGUAGES: ClassVar[dict[str, Any]] = {
        "mn": _("Mongolian"),
        "en": _("English"),
        "ru": _("Russian"),
        "ko": _("Korean"),
        "fr": _("French"),
        "es": _("Spanish"),
        "ar": _("Arabic"),
        "pt": _("Portuguese"),
        "sw": _("Swahili"),
    }

    kind = "training"
    texts: ClassVar[list[str]] = ["publisher", "length", "licence", *EntryPage.texts]
    shared: ClassVar[list[str]] = ["languages", "level", "form", "address", *EntryPage.shared]
    template = "content/training.html"
    row_template: ClassVar[str] = "content/rows/training.html"

    publisher = models.CharField(_("who publishes it"), max_length=200, blank=True)
    length = models.CharField(_("length"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    languages = CodesField(_("languages"), codes=LANGUAGES, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    form = models.CharField(_("form"), max_length=10, choices=Form)
    address = models.URLField(_("where it is"), max_length=500, blank=True)

    facets: ClassVar[list[Facet]] = [
        Facet("level", _("Level"), dict(Level.choices), lambda page: [page.level]),
        Facet("form", _("Form"), dict(Form.choices), lambda page: [page.form]),
        Facet("language", _("Language"), LANGUAGES, lambda page: page.languages),
    ]
    content_panels = [
        *KnowledgePage.content_panels,
        *map(FieldPanel, ["publisher", "length", "licence", "languages", "level", "form", "address"]),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")

    @property
    def language_labels(self) -> list[str]:
        """Languages it is to be had in, as the reader reads them; none where they are not known."""
        return [str(self.LANGUAGES[code]) for code in self.languages if code in self.LANGUAGES]


class StoryPage(EntryPage):
    """Who did what where, what changed, what is not known."""

    kind = "story"
    texts: ClassVar[list[str]] = ["who", "place", "period", "changed", "not_known", *EntryPage.texts]
    shared: ClassVar[list[str]] = ["country", *EntryPage.shared]
    template = "content/story.html"
    row_template: ClassVar[str] = "content/rows/story.html"

    who = models.CharField(_("who"), max_length=250)
    place = models.CharField(_("where"), max_length=250, blank=True)
    period = models.CharField(_("when"), max_length=100, blank=True)
    changed = models.TextField(_("what changed"), blank=True)
    not_known = models.TextField(_("what is not known"), blank=True)
    country = models.CharField(_("country (two letters)"), max_length=2, default="MN")

    facets: ClassVar[list[Facet]] = [
        Facet(
            "where",
            _("Where"),
            {"mn": _("in Mongolia"), "abroad": _("abroad")},
            lambda page: ["mn" if page.country == "MN" else "abroad"],
        ),
    ]
    content_panels = [
        *KnowledgePage.content_panels,
        *map(FieldPanel, ["who", "place", "period", "changed", "not_known", "country"]),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("case story")
        verbose_name_plural = _("case stories")


class InstrumentPage(EntryPage):
    """What an international body adopted: a recommendation, a resolution, a definition."""

    kind = "instrument"
    texts: ClassVar[list[str]] = ["issuer", *EntryPage.texts]
    shared: ClassVar[list[str]] = ["number", "adopted", *EntryPage.shared]
    template = "content/instrument.html"
    row_template: ClassVar[str] = "content/rows/instrument.html"

    issuer = models.CharField(_("who adopted it"), max_length=200)
    number = models.CharField(_("number"), max_length=60, blank=True)
    adopted = models.CharField(_("date"), max_length=20, help_text="2023.04.18, 2002")

    content_panels = [
        *KnowledgePage.content_panels,
        *map(FieldPanel, ["issuer", "number", "adopted"]),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("international instrument")
        verbose_name_plural = _("international instruments")


class ProgrammePage(EntryPage):
    """A project or programme of some years."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")
        UNCLEAR = "unclear", _("not yet confirmed")

    kind = "programme"
    texts: ClassVar[list[str]] = ["runner", "place", "period", *EntryPage.texts]
    shared: ClassVar[list[str]] = ["state", *EntryPage.shared]
    template = "content/programme.html"
    row_template: ClassVar[str] = "content/rows/programme.html"

    runner = models.CharField(_("who runs it"), max_length=250, blank=True)
    place = models.CharField(_("where"), max_length=250, blank=True)
    period = models.CharField(_("when"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNCLEAR)

    facets: ClassVar[list[Facet]] = [
        Facet("state", _("State"), dict(State.choices), lambda page: [page.state]),
    ]
    content_panels = [
        *KnowledgePage.content_panels,
        *map(FieldPanel, ["runner", "place", "period", "state"]),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


class SectorPage(EntryPage):
    """A branch of the economy: what is known of cooperatives in it."""

    kind = "sector"
    template = "content/entry.html"

    content_panels = [*KnowledgePage.content_panels, *EntryPage.end_panels]

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class StatisticsPage(EntryPage):
    """Figures with their year and source, side by side."""

    kind = "statistics"
    shared: ClassVar[list[str]] = ["figures", *EntryPage.shared]
    template = "content/statistics.html"

    figures = StreamField(
        StreamBlock([("fact", RecordChooser("content.DatedFact"))], required=False),
        verbose_name=_("figures"),
        blank=True,
    )

    content_panels = [*KnowledgePage.content_panels, FieldPanel("figures"), *EntryPage.end_panels]

    class Meta:
        verbose_name = _("research and statistics")


class DoorPage(EntryPage):
    """A situation in life, and the ways on from it: at most three steps to the guide, offer, office or form."""

    kind = "door"
    texts: ClassVar[list[str]] = ["ways", *EntryPage.texts]
    template = "content/door.html"
    list_template: ClassVar[str] = "content/lists/doors.html"

    ways = StreamField(
        StreamBlock([("way", WayBlock())], required=False), verbose_name=_("ways on"), blank=True
    )

    content_panels = [*KnowledgePage.content_panels, FieldPanel("ways"), *EntryPage.end_panels]

    class Meta:
        verbose_name = _("door")
        verbose_name_plural = _("doors by situation")
