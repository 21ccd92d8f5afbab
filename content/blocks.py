"""The parts an editor can put into a page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from content.choosers import PageChooser, RecordChooser

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def fact_list(**kwargs: Any) -> blocks.ListBlock:
    """Facts by reference: the value stands in the fact alone."""
    kwargs.setdefault("default", [])
    return blocks.ListBlock(RecordChooser("content.DatedFact"), **kwargs)


class BasisBlock(blocks.StructBlock):
    """A law, or one article of it."""

    law = PageChooser("content.LawPage", label=_("law"))
    article = RecordChooser("content.Article", required=False, label=_("article"))

    class Meta:
        label = _("Legal basis")
        icon = "doc-full"

    def clean(self, value: Any) -> Any:
        """The article must be one of the law's."""
        cleaned = super().clean(value)
        article, law = cleaned.get("article"), cleaned.get("law")
        if article and law and article.law.translation_key != law.translation_key:
            raise blocks.StructBlockValidationError(
                {"article": ValidationError(_("This article belongs to another law."))}
            )
        return cleaned


def basis_list(**kwargs: Any) -> blocks.ListBlock:
    """Laws and articles that something rests on."""
    kwargs.setdefault("default", [])
    return blocks.ListBlock(BasisBlock(), **kwargs)


class NoteBlock(blocks.StructBlock):
    """A boxed remark."""

    tone = blocks.ChoiceBlock(
        choices=[("info", _("note")), ("warn", _("caution"))], default="info", label=_("tone")
    )
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Note")


class CalendarDayBlock(blocks.StructBlock):
    """A day that comes round every year."""

    month = blocks.IntegerBlock(min_value=1, max_value=12, label=_("month"))
    day = blocks.IntegerBlock(min_value=1, max_value=31, label=_("day"))
    fact = RecordChooser("content.DatedFact", label=_("fact"))
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "date"
        label = _("Day of the year")


class TableBlock(blocks.StructBlock):
    """A small table; the cells of a row are parted by |."""

    head = blocks.CharBlock(label=_("head"), help_text=_("Cells parted by |"))
    rows = blocks.ListBlock(blocks.TextBlock(), label=_("rows"))

    class Meta:
        icon = "table"
        label = _("Table")

    def clean(self, value: Any) -> Any:
        """All rows have as many cells as the head."""
        cleaned = super().clean(value)
        width = len(cells(cleaned["head"]))
        if any(len(cells(row)) != width for row in cleaned["rows"]):
            raise blocks.StructBlockValidationError(
                {"rows": ValidationError(_("Every row needs as many cells as the head, parted by |."))}
            )
        return cleaned


def cells(line: str) -> list[str]:
    """The cells of one line of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


class EventBlock(blocks.StructBlock):
    """One date of a time line."""

    date = blocks.CharBlock(max_length=20, label=_("date"), help_text="2023.04.18, 2002")
    text = blocks.TextBlock(label=_("what happened"))
    sources = blocks.ListBlock(RecordChooser("content.Source"), default=[], label=_("sources"))

    class Meta:
        icon = "date"
        label = _("Date")


class BodyBlock(blocks.StreamBlock):
    """The text of a guide."""

    heading = blocks.CharBlock(label=_("Section heading"), icon="title", max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    facts = fact_list(label=_("Facts"), icon="tag")
    note = NoteBlock()
    basis = basis_list(label=_("Legal basis"), icon="doc-full")
    calendar = blocks.ListBlock(CalendarDayBlock(), label=_("Days of the year"), icon="date")
    table = TableBlock()
    timeline = blocks.ListBlock(EventBlock(), label=_("Time line"), icon="history")
    downloads = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents for download"), icon="download")

    class Meta:
        required = False


class RouteBlock(blocks.StructBlock):
    """One of several ways to do a step."""

    label = blocks.CharBlock(label=_("where or how"))
    text = blocks.TextBlock(label=_("text"))


class StepBlock(blocks.StructBlock):
    """One step: what to do, where, with what, until when, for how much, by which law."""

    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"], label=_("text"))
    only_for = blocks.CharBlock(required=False, label=_("only for"))
    office = PageChooser("content.InstitutionPage", required=False, label=_("office"))
    place = blocks.CharBlock(required=False, label=_("place, where it is no office of ours"))
    documents = blocks.ListBlock(blocks.CharBlock(), default=[], label=_("documents"))
    documents_need = blocks.ChoiceBlock(
        choices=[("all", _("all of them")), ("any", _("one of them"))],
        default="all",
        label=_("how many are needed"),
    )
    routes = blocks.ListBlock(RouteBlock(), default=[], label=_("ways"))
    routes_join = blocks.ChoiceBlock(
        choices=[("or", _("or: one is enough")), ("and", _("and: all are needed"))],
        default="or",
        label=_("how ways join"),
    )
    time = RecordChooser("content.DatedFact", required=False, label=_("time limit"))
    fee = RecordChooser("content.DatedFact", required=False, label=_("fee"))
    facts = fact_list(label=_("other facts"))
    basis = basis_list(label=_("legal basis"))
    sources = blocks.ListBlock(RecordChooser("content.Source"), default=[], label=_("sources"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.StreamBlock):
    """Phases with their steps, in order."""

    phase = blocks.CharBlock(label=_("Phase"), icon="title")
    step = StepBlock()


def source_list() -> blocks.StreamBlock:
    """Sources beyond those of the facts."""
    return blocks.StreamBlock([("source", RecordChooser("content.Source"))], required=False)


class ChangeBlock(blocks.StructBlock):
    """What was changed in a page, told to its readers."""

    date = blocks.DateBlock(label=_("date"))
    size = blocks.ChoiceBlock(
        choices=[("major", _("it changes what to do")), ("minor", _("small correction"))],
        default="major",
        label=_("how much"),
    )
    text = blocks.CharBlock(max_length=300, label=_("what is different now, in plain words"))

    class Meta:
        icon = "history"
        label = _("Change")


class JobBlock(blocks.StructBlock):
    """A tile of the home page: what people come for."""

    icon = blocks.ChoiceBlock(
        choices=[
            ("ger", _("ger")),
            ("stamp", _("stamped paper")),
            ("cal", _("calendar")),
            ("coin", _("coins")),
            ("join", _("joined rods")),
            ("book", _("book")),
        ],
        label=_("picture"),
    )
    page = PageChooser(label=_("page"))
    title = blocks.CharBlock(max_length=60, label=_("title"))
    text = blocks.CharBlock(max_length=80, label=_("line below"))

    class Meta:
        icon = "pick"
        label = _("Tile")


class VersionBlock(blocks.StructBlock):
    """One dated version of a law."""

    date = blocks.CharBlock(max_length=20, label=_("date"), help_text="2021.05.06")
    label = blocks.CharBlock(label=_("what it was"))

    class Meta:
        label = _("Version")


class Topic(models.TextChoices):
    """What a country's law or policy is about."""

    COOPERATIVE = "cooperative", _("cooperative law")
    SSE = "sse", _("law on the social and solidarity economy")
    SOCIAL_ENTERPRISE = "social-enterprise", _("social enterprise law")
    OTHER_FORMS = "other-forms", _("other forms of organisation")
    PROCUREMENT = "procurement", _("public procurement")
    EDUCATION = "education", _("youth and education")
    FINANCE = "finance", _("finance")


FRAMEWORK_STATES = {
    "in-force": _("in force"),
    "amended": _("in force, amended"),
    "repealed": _("repealed"),
    "annulled": _("annulled"),
    "bill": _("bill"),
    "practice": _("practice"),
    "unclear": _("state not yet confirmed"),
}


class FrameworkBlock(blocks.StructBlock):
    """One law, policy or practice of a country."""

    topic = blocks.ChoiceBlock(choices=Topic.choices, label=_("topic"))
    title = blocks.CharBlock(label=_("title"))
    original = blocks.CharBlock(required=False, label=_("title in its own language"))
    number = blocks.CharBlock(required=False, label=_("number"))
    adopted = blocks.CharBlock(required=False, label=_("adopted"), help_text="2023.06.20, 2013")
    in_force = blocks.CharBlock(required=False, label=_("in force from"))
    state = blocks.ChoiceBlock(
        choices=list(FRAMEWORK_STATES.items()),
        default="unclear",
        label=_("state"),
    )
    seen = blocks.ChoiceBlock(
        choices=[
            ("seen", _("seen in a source")),
            ("weak", _("seen in a source that is not official")),
            ("unconfirmed", _("not yet confirmed")),
        ],
        default="unconfirmed",
        label=_("how well it is known"),
    )
    text = blocks.TextBlock(required=False, label=_("what it says, in our words"))
    facts = fact_list(label=_("facts"))
    sources = blocks.ListBlock(RecordChooser("content.Source"), default=[], label=_("sources"))

    class Meta:
        icon = "doc-full"
        label = _("Law or policy")


class WayBlock(blocks.StructBlock):
    """One way on from a situation."""

    page = PageChooser(label=_("page"))
    title = blocks.CharBlock(max_length=80, label=_("what the reader wants to do"))
    text = blocks.CharBlock(required=False, max_length=160, label=_("line below"))

    class Meta:
        icon = "arrow-right"
        label = _("Way on")
