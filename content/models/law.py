"""The law register: laws as pages, their articles as records that other pages cite."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin, WorkflowMixin

from content.blocks import BodyBlock, VersionBlock, source_list
from content.models.base import KnowledgePage
from content.visibility import public_pages
from core.fields import LocalizedTextField, localized
from core.paging import page_of

PER_PAGE = 30


class LawIndexPage(KnowledgePage):
    """The register: all laws."""

    kind = "law-index"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.LawPage"]
    template = "content/law_index.html"

    class Meta:
        verbose_name = _("law register")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `laws` and `former_laws` of this page of the list (former ones come last), and `pager`."""
        context = super().get_context(request, *args, **kwargs)
        repealed = models.Case(models.When(state=LawPage.State.REPEALED, then=1), default=0)
        laws = public_pages(LawPage).child_of(self).order_by(repealed, "title", "pk")
        context["pager"] = page_of(laws, request.GET, PER_PAGE)
        context["laws"] = [law for law in context["pager"] if law.state != LawPage.State.REPEALED]
        context["former_laws"] = [law for law in context["pager"] if law.state == LawPage.State.REPEALED]
        return context


class LawPage(KnowledgePage):
    """One law: what it governs, which versions there were, which articles were read."""

    class State(models.TextChoices):
        IN_FORCE = "in-force", _("in force")
        AMENDED = "amended", _("in force, amended")
        REPEALED = "repealed", _("repealed")
        UNCLEAR = "unclear", _("not yet confirmed")

    kind = "law"
    texts = ["body", "versions"]
    shared = ["native_title", "adopted_on", "in_force_from", "state", "official_url", "sources"]
    parent_page_types: ClassVar[list[str]] = ["content.LawIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/law.html"

    native_title = models.CharField(_("official Mongolian title"), max_length=255, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNCLEAR)
    official_url = models.URLField(_("official text"), max_length=500, blank=True)
    versions = StreamField(
        StreamBlock([("version", VersionBlock())], required=False), verbose_name=_("versions"), blank=True
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    sources = StreamField(source_list(), verbose_name=_("further sources"), blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("native_title"),
        FieldPanel("adopted_on"),
        FieldPanel("in_force_from"),
        FieldPanel("state"),
        FieldPanel("official_url"),
        FieldPanel("versions"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `articles`, each with what rests on it, and `resting`: the pages that rest on any part of this law."""
        from content.links import resting_on_law

        context = super().get_context(request, *args, **kwargs)
        articles = Article.objects.filter(law__translation_key=self.translation_key, live=True)
        resting = resting_on_law(self)
        context["articles"] = [
            (article, resting.by_article.get(article.pk)) for article in articles.prefetch_related("versions")
        ]
        context["resting"] = resting.pages
        return context


class Article(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One article of a law, in our own short words, with its dated versions."""

    law = models.ForeignKey(LawPage, verbose_name=_("law"), on_delete=models.CASCADE, related_name="articles")
    number = models.CharField(_("number"), max_length=20, help_text="12, 36.4")
    heading = LocalizedTextField(_("heading"), blank=True)
    summary = LocalizedTextField(_("summary in our words"), blank=True, multiline=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("law", "sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["law", "number"], name="one_article_a_number")]

    def __str__(self) -> str:
        return f"{self.law.title}, {self.number}: {localized(self.heading)}"

    @property
    def anchor(self) -> str:
        """The article's id on its law's page."""
        return "a" + self.number.replace(".", "-")


class ArticleVersion(Orderable):
    """What an article said from a day on, in our own words."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="versions")
    in_force_from = models.DateField(_("from"), null=True, blank=True)
    note = LocalizedTextField(_("what it said"), blank=True)
