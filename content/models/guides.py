"""Home, topics, guides, step-by-steps, plain pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import BodyBlock, CalendarDayBlock, JobBlock, StepsBlock, source_list
from content.choosers import RecordChooser
from content.models.base import KnowledgePage, page_list, term_list
from content.visibility import public_pages
from core import shared
from core.paging import page_of

if TYPE_CHECKING:
    from content.links import Link

PER_PAGE = 30
#: No page lies further below a home page than this.
DEEPEST = 8
READING_TYPES = ["content.GuidePage", "content.StepsPage"]


class HomePage(KnowledgePage):
    """The front door: search first, then the jobs people come for."""

    kind = "home"
    texts = ["jobs", "examples", "calendar", "body"]
    shared = ["figures"]
    template = "content/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    examples = StreamField(
        StreamBlock([("query", CharBlock(label=_("query")))], required=False),
        verbose_name=_("examples for search"),
        blank=True,
    )
    jobs = StreamField(
        StreamBlock([("job", JobBlock())], required=False), verbose_name=_("tiles"), blank=True
    )
    calendar = StreamField(
        StreamBlock([("day", CalendarDayBlock())], required=False),
        verbose_name=_("days of the year"),
        blank=True,
    )
    figures = StreamField(
        StreamBlock([("fact", RecordChooser("content.DatedFact"))], required=False),
        verbose_name=_("figures"),
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("examples"),
        FieldPanel("jobs"),
        FieldPanel("calendar"),
        FieldPanel("figures"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Finds the page of an address with one query, where Wagtail asks once for each part of the path."""
        for_parts = {
            f"{self.url_path}{'/'.join(path_components[:count])}/": path_components[count:]
            for count in range(1, min(len(path_components), DEEPEST) + 1)
        }
        below = Page.objects.filter(path__startswith=self.path, url_path__in=for_parts)
        deepest = below.order_by("-depth").first()
        if deepest is None:
            return super().route(request, path_components)
        return deepest.specific.route(request, for_parts[deepest.url_path])

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `days` (the next of the year's days), `newest` (pages published last), `doors` (by situation) and
        `shelves` (the lists of the library; the doors stand there already).
        """
        from content.dates import newest_pages, upcoming

        context = super().get_context(request, *args, **kwargs)
        context["days"] = upcoming(block.value for block in self.calendar)[:4]
        context["newest"] = shared.one(("newest", self.pk), lambda: newest_pages(self))
        context["doors"], context["shelves"] = shared.one(("library", self.pk), self._library)
        return context

    def _library(self) -> tuple[list[Link], list[Link]]:
        from content.links import page_links
        from content.models import DoorPage, LibraryPage

        doors = list(public_pages(DoorPage).descendant_of(self).order_by("path"))
        above = {door.path[: -door.steplen] for door in doors}
        shelves = public_pages(LibraryPage).child_of(self).exclude(path__in=above).order_by("path")
        return page_links(doors), page_links(shelves)


class TopicPage(KnowledgePage):
    """A landing page that groups guides."""

    kind = "topic"
    texts = ["body"]
    shared = ["related"]
    template = "content/topic.html"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = READING_TYPES

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = page_list(verbose_name=_("related pages"))

    content_panels = [*KnowledgePage.content_panels, FieldPanel("body"), FieldPanel("related")]

    class Meta:
        verbose_name = _("topic")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `children`, this page of the topic's guides in their order, and `pager`."""
        context = super().get_context(request, *args, **kwargs)
        pages = page_of(public_pages().child_of(self).order_by("path"), request.GET, PER_PAGE)
        specific = Page.objects.filter(pk__in=[page.pk for page in pages]).order_by("path").specific()
        context |= {"pager": pages, "children": list(specific)}
        return context


class GuidePage(KnowledgePage):
    """A text that answers: sections, facts, notes, sources."""

    kind = "guide"
    texts = ["audience", "body"]
    shared = ["related", "terms", "sources"]
    template = "content/guide.html"
    parent_page_types: ClassVar[list[str]] = ["content.TopicPage"]
    subpage_types: ClassVar[list[str]] = []

    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = page_list(verbose_name=_("related pages"))
    terms = term_list(verbose_name=_("words explained"))
    sources = StreamField(source_list(), verbose_name=_("further sources"), blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("audience"),
        FieldPanel("body"),
        FieldPanel("related"),
        FieldPanel("terms"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("guide")


class StepsPage(RoutablePageMixin, KnowledgePage):
    """Ordered steps, as one page and step by step; progress stands in the address (`?d=1&d=2`)."""

    kind = "steps"
    keeps_address_rest = True
    texts = ["audience", "intro", "steps"]
    shared = ["related", "terms", "sources"]
    template = "content/steps.html"
    parent_page_types: ClassVar[list[str]] = ["content.TopicPage"]
    subpage_types: ClassVar[list[str]] = []

    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    intro = StreamField(BodyBlock(), verbose_name=_("introduction"), blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("steps"), blank=True)
    related = page_list(verbose_name=_("related pages"))
    terms = term_list(verbose_name=_("words explained"))
    sources = StreamField(source_list(), verbose_name=_("further sources"), blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("audience"),
        FieldPanel("intro"),
        FieldPanel("steps"),
        FieldPanel("related"),
        FieldPanel("terms"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("step-by-step")

    @path("")
    def whole(self, request: HttpRequest) -> HttpResponse:
        """All steps on one page."""
        return self.render(request, context_overrides=self._progress(request))

    @path("<int:number>/", name="step")
    def one(self, request: HttpRequest, number: int) -> HttpResponse:
        """One step, with links to the one before and after."""
        steps = [step for phase in self.phases() for step in phase["steps"]]
        if not 1 <= number <= len(steps):
            raise Http404
        phase = next(p for p in self.phases() if any(s["number"] == number for s in p["steps"]))
        return self.render(
            request,
            template="content/step.html",
            context_overrides={
                **self._progress(request),
                "step": steps[number - 1],
                "phase": phase,
                "previous": steps[number - 2] if number > 1 else None,
                "next": steps[number] if number < len(steps) else None,
            },
        )

    def phases(self) -> list[dict[str, Any]]:
        """`[{title, steps: [{number, value, id}]}]`; steps are numbered through all phases."""
        found: list[dict[str, Any]] = []
        number = 0
        for block in self.steps:
            if block.block_type == "phase":
                found.append({"title": block.value, "steps": []})
                continue
            if not found:
                found.append({"title": "", "steps": []})
            number += 1
            found[-1]["steps"].append({"number": number, "value": block.value, "id": block.id})
        return found

    def step_count(self) -> int:
        """How many steps there are."""
        return sum(block.block_type == "step" for block in self.steps)

    def _progress(self, request: HttpRequest) -> dict[str, Any]:
        total = self.step_count()
        done = {int(d) for d in request.GET.getlist("d") if d.isascii() and d.isdigit() and 1 <= len(d) <= 3}
        done = {d for d in done if 1 <= d <= total}
        return {"phases": self.phases(), "total": total, "done": done}


class PlainPage(KnowledgePage):
    """About, privacy and the like."""

    kind = "plain"
    texts = ["body"]
    shared = ["sources"]
    template = "content/plain.html"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    sources = StreamField(source_list(), verbose_name=_("sources"), blank=True)

    content_panels = [*KnowledgePage.content_panels, FieldPanel("body"), FieldPanel("sources")]

    class Meta:
        verbose_name = _("plain page")
