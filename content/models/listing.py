"""Lists of pages that readers narrow, and the ground of what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.blocks import BodyBlock, source_list
from content.listing import Facet, narrowed
from content.models.base import KnowledgePage, page_list, term_list
from content.visibility import public_pages

if TYPE_CHECKING:
    from content.reading import FactView


class EntryPage(KnowledgePage):
    """Abstract ground of what stands in a list: text, links, words, sources."""

    texts: ClassVar[list[str]] = ["body"]
    shared: ClassVar[list[str]] = ["related", "terms", "sources"]
    parent_page_types: ClassVar[list[str]] = ["content.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = page_list(verbose_name=_("related pages"))
    terms = term_list(verbose_name=_("words explained"))
    sources = StreamField(source_list(), verbose_name=_("further sources"), blank=True)

    #: Ways to narrow a list of these.
    facets: ClassVar[list[Facet]] = []
    #: The line above the title of each row.
    row_template: ClassVar[str] = "content/rows/plain.html"
    #: The template of the whole list, where rows of title and summary are not enough.
    list_template: ClassVar[str] = "content/lists/rows.html"

    end_panels: ClassVar[list[Any]] = [
        FieldPanel("body"),
        FieldPanel("related"),
        FieldPanel("terms"),
        FieldPanel("sources"),
    ]

    class Meta:
        abstract = True

    def listed_facts(self) -> list[int]:
        """Ids of the facts that stand in the list."""
        return []

    def list_key(self) -> Any:
        """By this the list is ordered: as the editors have put the pages."""
        return self.path


class ListingPage(KnowledgePage):
    """Abstract ground of lists whose facets stand in the address."""

    per_page: ClassVar[int] = 20

    class Meta:
        abstract = True

    def entries(self) -> list[Any]:
        """All that is public below this page, in its order."""
        return list(public_pages().child_of(self).order_by("path").specific())

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what `content.listing.narrowed` finds, `rows` ((entry, facts shown with it)) and `list_template`."""
        from content.reading import facts_in

        context = super().get_context(request, *args, **kwargs)
        entries = self.entries()
        model = type(entries[0]) if entries else None
        context |= narrowed(entries, model.facets if model else [], request.GET, self.per_page)
        ids = {entry.pk: entry.listed_facts() for entry in context["entries"]}
        facts = facts_in(self.language, {pk for some in ids.values() for pk in some})
        context["rows"] = [(entry, _known(facts, ids[entry.pk])) for entry in context["entries"]]
        context["list_template"] = model.list_template if model else EntryPage.list_template
        return context


def _known(facts: dict[int, FactView], ids: list[int]) -> list[FactView]:
    return [facts[pk] for pk in ids if pk in facts]


class LibraryPage(ListingPage):
    """A list of one kind of entry: countries, trainings, stories, legal forms, doors."""

    kind = "library"
    texts: ClassVar[list[str]] = ["body"]
    shared: ClassVar[list[str]] = ["sources"]
    template = "content/listing.html"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "content.LegalFormPage",
        "content.CountryPage",
        "content.ComparisonPage",
        "content.TrainingPage",
        "content.StoryPage",
        "content.InstrumentPage",
        "content.ProgrammePage",
        "content.SectorPage",
        "content.StatisticsPage",
        "content.DoorPage",
    ]

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    sources = StreamField(source_list(), verbose_name=_("further sources"), blank=True)

    content_panels = [*KnowledgePage.content_panels, FieldPanel("body"), FieldPanel("sources")]

    def entries(self) -> list[Any]:
        """All that is public below this page, in the order that suits its kind."""
        return sorted(super().entries(), key=lambda entry: entry.list_key())

    class Meta:
        verbose_name = _("list")
