"""The report of what readers asked of search and did not get."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import Q
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.reports import ReportView

from search.models import QueryCount

NAME = "search_asked"
#: What asks for an editor: nothing was found at least once, or nobody followed a result.
UNMET = Q(without_result__gt=0) | Q(clicks=0)
_WHICH = {"without-result": Q(without_result__gt=0), "without-click": Q(clicks=0), "all": Q()}


class AskedFilter(WagtailFilterSet):
    """By what was missing, and language."""

    which = django_filters.ChoiceFilter(
        label=_("Which"),
        choices=[
            ("without-result", capfirst(_("without result"))),
            ("without-click", _("Without click")),
            ("all", _("All")),
        ],
        empty_label=_("Without result or without click"),
        method="of_kind",
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = QueryCount
        fields: ClassVar[list[str]] = ["which", "language"]

    def of_kind(self, counts: Any, name: str, value: str) -> Any:
        """Those chosen."""
        return counts.filter(_WHICH[value])

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a choice, what asks for an editor."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("which") else found.filter(UNMET)


class DoColumn(BaseColumn):
    """What an editor can do about a query, as far as this one may."""

    cell_template_name = "search/admin/asked_do.html"

    def get_cell_context_data(self, instance: QueryCount, parent_context: Any) -> dict[str, Any]:
        """Addresses of forms that begin with the query."""
        context = super().get_cell_context_data(instance, parent_context)
        request, language = parent_context["request"], instance.language
        may = request.user.has_perm
        words = urlencode({"words": instance.text, "language": language})
        query = urlencode({"query": instance.text, "language": language})
        return {
            **context,
            "synonym_url": f"{reverse('search_synonyms:add')}?{words}"
            if may("search.add_synonymset")
            else "",
            "pin_url": f"{reverse('search_pins:add')}?{query}" if may("search.add_pin") else "",
            "ask_url": reverse("search_ask_guide", args=[instance.pk]) if may("search.add_guidewish") else "",
            "csrf_token": get_token(request),
        }


class AskedReport(ReportView):
    """Queries without result or without click, the most frequent first. For everybody who works in the admin."""

    model = QueryCount
    page_title = _("What readers did not find")
    header_icon = "search"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    filterset_class = AskedFilter
    default_ordering = ("-count", "-last_seen")
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        Column("text", label=capfirst(_("query")), sort_key="text"),
        Column("language", label=_("Language"), sort_key="language"),
        Column("count", label=capfirst(_("times")), sort_key="count"),
        Column("without_result", label=capfirst(_("without result")), sort_key="without_result"),
        Column("clicks", label=capfirst(_("clicks")), sort_key="clicks"),
        DateColumn("last_seen", label=capfirst(_("last asked")), sort_key="last_seen"),
        DoColumn("do", label=_("What to do")),
    ]
    list_export: ClassVar[list[str]] = ["text", "language", "count", "without_result", "clicks", "last_seen"]

    def get_base_queryset(self) -> Any:
        """All; the filter takes what asks for an editor."""
        return QueryCount.objects.order_by(*self.default_ordering)
