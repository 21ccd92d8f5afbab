"""Finance: offers with their terms as dated facts, and the list with facets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from content.blocks import BodyBlock, source_list
from content.choosers import PageChooser, RecordChooser
from content.fields import CodesField
from content.models.base import KnowledgePage


class FinanceIndexPage(KnowledgePage):
    """All offers, with facets that stand in the address."""

    kind = "finance-index"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.FinanceOfferPage"]
    template = "content/finance_index.html"

    class Meta:
        verbose_name = _("finance offers")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what `content.finance.chosen` finds: `offers` (a page of them), `facets`, `total`."""
        from content.finance import chosen

        context = super().get_context(request, *args, **kwargs)
        context.update(chosen(self, request.GET))
        return context


class FinanceOfferPage(KnowledgePage):
    """One loan, guarantee, fund or grant."""

    class Instrument(models.TextChoices):
        LOAN = "loan", _("loan")
        GUARANTEE = "guarantee", _("guarantee")
        FUND = "fund", _("fund")
        GRANT = "grant", _("grant")
        SUBSIDY = "subsidy", _("subsidy")
        INCENTIVE = "incentive", _("incentive")

    class State(models.TextChoices):
        OPEN = "open", _("running")
        UNCLEAR = "unclear", _("terms not confirmed")
        ENDED = "ended", _("ended")

    class Member(models.TextChoices):
        YES = "yes", _("members of a cooperative only")
        NO = "no", _("no membership needed")
        UNCLEAR = "unclear", _("not yet confirmed")

    APPLICANTS: ClassVar[dict[str, Any]] = {
        "herder-member": _("herder who is a member of a cooperative"),
        "cooperative": _("cooperative"),
        "scc": _("savings and credit cooperative"),
        "sme": _("small or medium enterprise"),
        "citizen": _("citizen"),
    }

    kind = "finance"
    texts = ["provider", "body"]
    shared = [
        "instrument",
        "state",
        "applicants",
        "member_only",
        "office",
        "sheet",
        "related",
        "terms",
        "sources",
    ]
    parent_page_types: ClassVar[list[str]] = ["content.FinanceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/finance_offer.html"

    instrument = models.CharField(
        _("kind of money"), max_length=20, choices=Instrument, default=Instrument.LOAN
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNCLEAR)
    applicants = CodesField(_("who may apply"), codes=APPLICANTS, blank=True)
    member_only = models.CharField(_("membership"), max_length=10, choices=Member, default=Member.UNCLEAR)
    provider = models.CharField(_("who runs it"), max_length=300, blank=True)
    office = models.ForeignKey(
        "content.InstitutionPage",
        verbose_name=_("office to ask"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sheet = StreamField(
        StreamBlock([("fact", RecordChooser("content.DatedFact"))], required=False),
        verbose_name=_("terms"),
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = StreamField(
        StreamBlock([("page", PageChooser())], required=False),
        verbose_name=_("related pages"),
        blank=True,
    )
    terms = StreamField(
        StreamBlock([("term", RecordChooser("content.GlossaryTerm"))], required=False),
        verbose_name=_("words explained"),
        blank=True,
    )
    sources = StreamField(source_list(), verbose_name=_("further sources"), blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("instrument"),
        FieldPanel("state"),
        FieldPanel("applicants"),
        FieldPanel("member_only"),
        FieldPanel("provider"),
        FieldPanel("office"),
        FieldPanel("sheet"),
        FieldPanel("body"),
        FieldPanel("related"),
        FieldPanel("terms"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("finance offer")
        verbose_name_plural = _("finance offers")

    @property
    def applicant_labels(self) -> list[str]:
        """Who may apply, as the reader reads it."""
        return [str(self.APPLICANTS[code]) for code in self.applicants if code in self.APPLICANTS]
