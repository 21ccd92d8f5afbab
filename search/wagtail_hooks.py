"""For editors: what people looked for and did not find."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from search.models import MissedQuery

NAME = "report-missed-queries"


class MissedQueriesReport(ReportView):
    """Queries without result, the most frequent first. For everybody who works in the admin."""

    model = MissedQuery
    page_title = _("Not found by search")
    header_icon = "search"
    index_url_name = NAME
    index_results_url_name = f"{NAME}-results"
    default_ordering = ("-count", "-last_seen")
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        Column("text", label=capfirst(_("query")), sort_key="text"),
        Column("language", label=_("Language"), sort_key="language"),
        Column("count", label=capfirst(_("times")), sort_key="count"),
        DateColumn("last_seen", label=capfirst(_("last asked")), sort_key="last_seen"),
    ]
    list_export: ClassVar[list[str]] = ["text", "language", "count", "last_seen"]


def _urls() -> list[Any]:
    view = MissedQueriesReport
    return [
        path("reports/missed-queries/", view.as_view(), name=NAME),
        path("reports/missed-queries/results/", view.as_view(results_only=True), name=f"{NAME}-results"),
    ]


def _menu_item() -> MenuItem:
    return MenuItem(MissedQueriesReport.page_title, reverse(NAME), icon_name="search", order=720)


hooks.register("register_admin_urls", _urls)
hooks.register("register_reports_menu_item", _menu_item)
