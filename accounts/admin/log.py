"""The log of all organizations and capacities, with filters. There is nothing to change in it."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from accounts.admin.base import AgencyOnly
from accounts.log_words import lines_of
from accounts.models import Change
from accounts.templatetags.accounts_tags import person


class LogFilter(WagtailFilterSet):
    """By what, when, who, and of which organization."""

    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    who = django_filters.CharFilter(label=_("Who, or whom it concerns"), method="by_whom")
    name = django_filters.CharFilter(label=_("Organization"), method="named")
    helped = django_filters.BooleanFilter(label=_("With help"))

    class Meta:
        model = Change
        fields: ClassVar[list[str]] = ["action", "at", "who", "name", "helped"]

    def by_whom(self, rows: Any, name: str, value: str) -> Any:
        """A part of a person's name or mail address."""
        value = value.replace("\0", "")
        return rows.filter(
            Q(actor__name__icontains=value)
            | Q(actor__email__icontains=value)
            | Q(person__name__icontains=value)
            | Q(person__email__icontains=value)
        )

    def named(self, rows: Any, name: str, value: str) -> Any:
        """A part of the organization's name."""
        value = value.replace("\0", "")
        return rows.filter(
            Q(organization__name_mn__icontains=value)
            | Q(organization__name_en__icontains=value)
            | Q(other__name_mn__icontains=value)
        )


def _entry(change: Change) -> Any:
    named = [one for one in (change.organization, change.other) if one is not None]
    rows = ((reverse("accounts_entry", args=[one.pk]), one.name) for one in named)
    return format_html_join(", ", '<a href="{}">{}</a>', rows)


def _people(change: Change) -> str:
    who = person(change.actor)
    concerned = change.person is not None and change.person_id != change.actor_id
    return f"{who} → {person(change.person)}" if concerned else who


def _details(change: Change) -> Any:
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines_of(change)))


class Log(AgencyOnly, ReportView):
    """The newest first."""

    model = Change
    page_title = _("Log of changes")
    header_icon = "history"
    index_url_name = "accounts_log"
    index_results_url_name = "accounts_log_results"
    filterset_class = LogFilter
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        Column("at", label=_("When"), accessor="at"),
        Column("who", label=_("Who"), accessor=_people),
        Column("action", label=_("What"), accessor="get_action_display"),
        Column("organization", label=_("Organization"), accessor=_entry),
        Column("details", label=_("Details"), accessor=_details),
    ]
    list_export: ClassVar[list[str]] = ["at", "action", "organization", "other", "version", "helped"]

    def get_base_queryset(self) -> Any:
        """All of it."""
        return Change.objects.select_related("actor", "person", "organization", "other").order_by("-pk")
