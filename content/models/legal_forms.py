"""Legal forms, and the table that compares them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField

from content.listing import Facet
from content.models.base import KnowledgePage
from content.models.listing import EntryPage


def _reasons(label: Any) -> StreamField:
    return StreamField(
        StreamBlock([("reason", CharBlock(label=_("reason")))], required=False),
        verbose_name=label,
        blank=True,
    )


def _fact(label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "content.DatedFact",
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class LegalFormPage(EntryPage):
    """A form in which a group can act: how it is founded, who shares what, who is liable."""

    class Registered(models.TextChoices):
        YES = "yes", _("is registered")
        NO = "no", _("is not registered")
        NONE = "none", _("no separate form found")

    class Surplus(models.TextChoices):
        SHARED = "shared", _("shared among members or partners")
        NOT_SHARED = "not-shared", _("not shared out")
        AGREED = "agreed", _("as agreed")
        UNCLEAR = "unclear", _("not yet confirmed")

    kind = "legal-form"
    texts: ClassVar[list[str]] = ["fits_when", "reasons_for", "reasons_against", *EntryPage.texts]
    shared: ClassVar[list[str]] = [
        "law",
        "registered",
        "surplus",
        "founders",
        "surplus_rule",
        "liability",
        *EntryPage.shared,
    ]
    template = "content/legal_form.html"
    list_template: ClassVar[str] = "content/lists/legal_forms.html"

    law = models.ForeignKey(
        "content.LawPage",
        verbose_name=_("law"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    registered = models.CharField(_("registration"), max_length=5, choices=Registered)
    surplus = models.CharField(_("surplus"), max_length=12, choices=Surplus, default=Surplus.UNCLEAR)
    founders = _fact(_("founders"))
    surplus_rule = _fact(_("how surplus is shared"))
    liability = _fact(_("liability"))
    fits_when = models.TextField(_("fits when"), blank=True)
    reasons_for = _reasons(_("reasons for"))
    reasons_against = _reasons(_("reasons against"))

    facets: ClassVar[list[Facet]] = [
        Facet("registered", _("Registration"), dict(Registered.choices), lambda page: [page.registered]),
        Facet("surplus", _("Surplus"), dict(Surplus.choices), lambda page: [page.surplus]),
    ]
    content_panels = [
        *KnowledgePage.content_panels,
        *map(FieldPanel, ["law", "registered", "surplus", "founders", "surplus_rule", "liability"]),
        *map(FieldPanel, ["fits_when", "reasons_for", "reasons_against"]),
        *EntryPage.end_panels,
    ]

    class Meta:
        verbose_name = _("legal form")
        verbose_name_plural = _("legal forms")

    def listed_facts(self) -> list[int]:
        """Founders, surplus, liability: in this order, those that are set."""
        return [pk for pk in (self.founders_id, self.surplus_rule_id, self.liability_id) if pk]
