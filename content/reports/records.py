"""Reports on what pages show: facts by status, pictures without words, addresses that no longer work."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from content.models import DatedFact, Picture, WebLink
from content.open_questions import asked_since, pages_with
from core.fields import localized

#: The order in which facts wait: what readers see as open first.
WAITING = [DatedFact.Status.UNCONFIRMED, DatedFact.Status.WEAK, DatedFact.Status.SEEN]


class FactsFilter(WagtailFilterSet):
    """By status and the office to ask."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=DatedFact.Status)

    class Meta:
        model = DatedFact
        fields: ClassVar[list[str]] = ["status", "office"]


class FactsReport(ReportView):
    """Facts that wait for somebody who knows: the open ones first, then by how weak they are and how long."""

    model = DatedFact
    page_title = _("Facts to confirm")
    header_icon = "tag"
    index_url_name = "report-facts"
    index_results_url_name = "report-facts-results"
    filterset_class = FactsFilter
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "label",
            label=capfirst(_("what it is")),
            accessor=lambda fact: localized(fact.label),
            get_url=lambda fact: reverse("wagtailsnippets_content_datedfact:edit", args=[fact.pk]),
        ),
        StatusTagColumn(
            "status", label=_("Status"), accessor="get_status_display", primary=lambda fact: fact.is_shown
        ),
        Column("value", label=_("Value"), accessor=lambda fact: fact.value()),
        Column("ask", label=_("Ask"), accessor=lambda fact: fact.office or localized(fact.ask)),
        DateColumn("since", label=_("Since")),
        Column("pages", label=_("Pages"), accessor=lambda fact: fact.stands_on),
    ]
    list_export: ClassVar[list[str]] = ["key", "label", "status", "office", "collected_on", "check_due"]

    def get_base_queryset(self) -> Any:
        """All but those that are confirmed and not due."""
        order = Case(
            *(When(status=status, then=Value(n)) for n, status in enumerate(WAITING)), default=Value(9)
        )
        facts = DatedFact.objects.filter(live=True).annotate(waiting=order).select_related("office")
        return facts.order_by("waiting", F("collected_on").asc(nulls_last=True), "key")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Each with its pages and the day since when it waits."""
        pages = pages_with([fact.pk for fact in object_list], "mn")
        for fact in object_list:
            fact.since = asked_since(fact)
            fact.stands_on = format_html_join(
                "; ", '<a href="{}">{}</a>', ((link.url, link.title) for link in pages.get(fact.pk, []))
            )
        return object_list


class PicturesReport(ReportView):
    """Pictures without words for those who do not see them."""

    model = Picture
    page_title = _("Pictures without text")
    header_icon = "image"
    index_url_name = "report-pictures"
    index_results_url_name = "report-pictures-results"
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "title",
            label=_("Title"),
            get_url=lambda picture: reverse("wagtailimages:edit", args=[picture.pk]),
        ),
        Column("uploaded_by_user", label=_("Uploaded by")),
        DateColumn("created_at", label=_("Uploaded")),
    ]
    list_export: ClassVar[list[str]] = ["title", "uploaded_by_user", "created_at"]

    def get_base_queryset(self) -> Any:
        """The oldest first."""
        pictures = Picture.objects.filter(Q(description="") | Q(description=F("title")))
        return pictures.select_related("uploaded_by_user").order_by("created_at", "pk")


class LinksFilter(WagtailFilterSet):
    """By what went wrong."""

    problem = django_filters.ChoiceFilter(label=_("Problem"), choices=WebLink.Problem)

    class Meta:
        model = WebLink
        fields: ClassVar[list[str]] = ["problem"]


def _uses(link: WebLink) -> Any:
    rows = [(reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title) for page in link.pages.all()]
    rows += [
        (reverse("wagtailsnippets_content_source:edit", args=[source.pk]), source.code)
        for source in link.sources.all()
    ]
    return format_html_join("; ", '<a href="{}">{}</a>', rows)


class LinksReport(ReportView):
    """Addresses outside the site that no longer work, with the pages and sources that name them."""

    model = WebLink
    page_title = _("Links that no longer work")
    header_icon = "link"
    index_url_name = "report-links"
    index_results_url_name = "report-links-results"
    filterset_class = LinksFilter
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        TitleColumn("address", label=_("Address"), get_url=lambda link: link.address),
        StatusTagColumn("problem", label=_("Problem"), accessor="get_problem_display"),
        Column("status", label=_("Answer")),
        DateColumn("failing_since", label=_("Since")),
        DateColumn("checked_at", label=_("Checked")),
        Column("uses", label=_("Named in"), accessor=_uses),
    ]
    list_export: ClassVar[list[str]] = ["address", "problem", "status", "failing_since", "checked_at"]

    def get_base_queryset(self) -> Any:
        """Those that are named somewhere and failed twice, or are gone for good."""
        named = WebLink.objects.broken().annotate(named=Count("pages") + Count("sources")).filter(named__gt=0)
        return named.prefetch_related("sources", "pages").order_by("failing_since", "address")
