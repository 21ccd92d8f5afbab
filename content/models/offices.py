"""Institutions: the offices a reader is sent to, the unions that speak for cooperatives."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.blocks import BodyBlock, source_list
from content.models.base import KnowledgePage
from content.visibility import public_pages
from core.paging import page_of

PER_PAGE = 30


class InstitutionIndexPage(KnowledgePage):
    """All institutions, by kind."""

    kind = "institution-index"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.InstitutionPage"]
    template = "content/institution_index.html"

    class Meta:
        verbose_name = _("list of institutions")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `groups`, (label of the kind, its institutions) of this page of the list, and `pager`."""
        context = super().get_context(request, *args, **kwargs)
        kinds = list(InstitutionPage.Kind)
        in_order = models.Case(*(models.When(sort=kind, then=rank) for rank, kind in enumerate(kinds)))
        rows = public_pages(InstitutionPage).child_of(self).order_by(in_order, "title", "pk")
        context["pager"] = page_of(rows, request.GET, PER_PAGE)
        context["groups"] = [
            (kind.label, found)
            for kind in kinds
            if (found := [row for row in context["pager"] if row.sort == kind])
        ]
        return context


class InstitutionPage(KnowledgePage):
    """One institution."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("state offices")
        FUND = "fund", _("funds")
        APEX = "apex", _("national unions")
        FEDERATION = "federation", _("federations and unions")
        SUPPORT = "support", _("training and support")
        RESEARCH = "research", _("research")
        PARTNER = "social-partner", _("social partners")
        INTERNATIONAL = "international", _("international and abroad")

    kind = "institution"
    texts = ["body"]
    shared = ["sort", "name_mn", "name_en", "name_confirmed", "website", "sources"]
    parent_page_types: ClassVar[list[str]] = ["content.InstitutionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/institution.html"

    sort = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.AUTHORITY)
    name_mn = models.CharField(_("name in Mongolian"), max_length=255, blank=True)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    name_confirmed = models.BooleanField(_("Mongolian name confirmed"), default=False)
    website = models.URLField(_("website"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    sources = StreamField(source_list(), verbose_name=_("sources"), blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("sort"),
        FieldPanel("name_mn"),
        FieldPanel("name_en"),
        FieldPanel("name_confirmed"),
        FieldPanel("website"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    @property
    def other_name(self) -> str:
        """The name in the other language, where there is one."""
        other = self.name_en if self.language == "mn" else self.name_mn
        return "" if other == self.title else other

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `resting`: the pages that send readers here."""
        from content.links import resting_on_page

        context = super().get_context(request, *args, **kwargs)
        context["resting"] = resting_on_page(self)
        return context
