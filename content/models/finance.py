"""Finance: offers with their terms as dated facts, and the list with facets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from content.choosers import RecordChooser
from content.fields import CodesField
from content.listing import Facet
from content.models.base import KnowledgePage
from content.models.listing import EntryPage, ListingPage
from content.visibility import public_pages


class FinanceIndexPage(ListingPage):
    """All offers, those that run first."""

    kind = "finance-index"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.FinanceOfferPage"]
    template = "content/listing.html"

    class Meta:
        verbose_name = _("finance offers")

    def entries(self) -> list[Any]:
        """By state, then as they stand."""
        order = {state: rank for rank, state in enumerate(FinanceOfferPage.State)}
        offers = public_pages(FinanceOfferPage).child_of(self)
        return sorted(offers, key=lambda offer: (order[FinanceOfferPage.State(offer.state)], offer.path))


class FinanceOfferPage(EntryPage):
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
    texts: ClassVar[list[str]] = ["provider", *EntryPage.texts]
    shared: ClassVar[list[str]] = [
        "instrument",
        "state",
        "applicants",
        "member_only",
        "office",
        "sheet",
        *EntryPage.shared,
    ]
    parent_page_types: ClassVar[list[str]] = ["content.FinanceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/finance_offer.html"
    row_template: ClassVar[str] = "content/rows/finance.html"

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
    facets: ClassVar[list[Facet]] = [
        Facet("who", _("Who are you?"), APPLICANTS, lambda offer: offer.applicants),
        Facet("kind", _("Kind of money"), dict(Instrument.choices), lambda offer: [offer.instrument]),
        Facet("state", _("State"), dict(State.choices), lambda offer: [offer.state]),
    ]
    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("instrument"),
        FieldPanel("state"),
        FieldPanel("applicants"),
        FieldPanel("member_only"),
        FieldPanel("provider"),
        FieldPanel("office"),
        FieldPanel("sheet"),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("finance offer")
        verbose_name_plural = _("finance offers")

    @property
    def applicant_labels(self) -> list[str]:
        """Who may apply, as the reader reads it."""
        return [str(self.APPLICANTS[code]) for code in self.applicants if code in self.APPLICANTS]

    def listed_facts(self) -> list[int]:
        """The first three of its terms."""
        from content.reading import chosen_ids

        return chosen_ids(self.sheet)[:3]
