"""Reports on pages: when they are to be checked, who reads them natively, how their languages stand."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page, Revision

from accounts.models import User
from content.changes import page_models

#: A check this near is shown as one that comes soon.
SOON = dt.timedelta(days=30)


def edit_url(page: Page) -> str:
    """Where the page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def language_name(page: Page) -> str:
    """The language of the page; not Wagtail's column, which asks the cache for every row."""
    code = page.locale.language_code
    return str(dict(settings.LANGUAGES).get(code, code))


def own_fields(name: str) -> Any:
    """A field that all our page types have, for a query of pages of all types."""
    return Coalesce(
        *(Subquery(model.objects.filter(pk=OuterRef("pk")).values(name)[:1]) for model in page_models())
    )


def ids_where(**conditions: Any) -> set[int]:
    """Ids of live pages of any of our types that meet the conditions."""
    return {
        pk
        for model in page_models()
        for pk in model.objects.live().filter(**conditions).values_list("pk", flat=True)
    }


class Due(TextChoices):
    """How near a page's check is."""

    NOW = "now", _("due")
    SOON = "soon", _("within 30 days")
    LATER = "later", _("later")


class CheckFilter(WagtailFilterSet):
    """By nearness, person, language."""

    due = django_filters.ChoiceFilter(label=_("Check"), choices=Due, method="near")
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=User.objects.filter(owned_pages__isnull=False).distinct()
    )

    locale = django_filters.ModelChoiceFilter(label=_("Language"), queryset=Locale.objects.all())

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = ["due", "owner", "locale"]

    def near(self, pages: Any, name: str, value: str) -> Any:
        """Those whose check is due, comes soon or later."""
        today = timezone.localdate()
        return {
            Due.NOW: lambda: pages.filter(check_due__lt=today),
            Due.SOON: lambda: pages.filter(check_due__gte=today, check_due__lte=today + SOON),
            Due.LATER: lambda: pages.filter(check_due__gt=today + SOON),
        }[Due(value)]()


class CheckReport(ReportView):
    """Live pages by the day of their next check, the longest overdue first."""

    model = Page
    page_title = _("Pages by check date")
    header_icon = "calendar-check"
    index_url_name = "report-check-due"
    index_results_url_name = "report-check-due-results"
    filterset_class = CheckFilter
    is_searchable = False
    default_ordering = ("check_due", "path")
    columns: ClassVar[list[Any]] = [
        TitleColumn("title", label=_("Title"), get_url=edit_url),
        Column("locale", label=_("Language"), accessor=language_name),
        StatusTagColumn("due", label=_("Check"), primary=lambda page: page.due == Due.NOW.label),
        DateColumn("check_due", label=capfirst(_("next check"))),
        Column("owner", label=_("Owner")),
    ]
    list_export: ClassVar[list[str]] = ["title", "locale", "check_due", "owner"]

    def get_base_queryset(self) -> Any:
        """All that have a day."""
        pages = Page.objects.live().annotate(check_due=own_fields("check_due")).exclude(check_due=None)
        return pages.select_related("owner", "locale").order_by(*self.default_ordering)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Each with its nearness."""
        today = timezone.localdate()
        for page in object_list:
            near = Due.SOON if page.check_due <= today + SOON else Due.LATER
            page.due = (Due.NOW if page.check_due < today else near).label
        return object_list


class NativeReadingReport(ReportView):
    """Mongolian pages that no native editor has read yet."""

    model = Page
    page_title = _("Not read by a native editor")
    header_icon = "openquote"
    index_url_name = "report-native-reading"
    index_results_url_name = "report-native-reading-results"
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        TitleColumn("title", label=_("Title"), get_url=edit_url),
        Column("content_type", label=_("Type"), accessor=lambda page: page.page_type_display_name),
        DateColumn("last_published_at", label=_("Published")),
        Column("owner", label=_("Owner")),
    ]
    list_export: ClassVar[list[str]] = ["title", "last_published_at", "owner"]

    def get_base_queryset(self) -> Any:
        """Live Mongolian pages without the tick, the oldest first."""
        ids = ids_where(read_by_native=False, locale__language_code="mn")
        pages = Page.objects.filter(pk__in=ids).select_related("owner", "content_type")
        return pages.order_by("last_published_at", "path")


class State(TextChoices):
    """How a page stands in one language."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    OUTDATED = "outdated", _("outdated")
    CURRENT = "current", _("current")


def _others() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class LanguagesFilter(WagtailFilterSet):
    """By how the translations stand."""

    state = django_filters.ChoiceFilter(label=_("Translation"), choices=State, method="with_state")

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = ["state"]

    def with_state(self, pages: Any, name: str, value: str) -> Any:
        """Those that stand so in at least one language."""
        conditions = Q()
        for code, _name in _others():
            conditions |= Q(**{f"state_{code}": value})
        return pages.filter(conditions)


class LanguageColumn(TitleColumn):
    """How the page stands in one language; the link compares, translates or edits, as it stands."""

    def __init__(self, code: str, label: str) -> None:
        super().__init__(f"state_{code}", label=label)
        self.code = code

    def get_value(self, instance: Any) -> Any:
        """The state in words."""
        return State(getattr(instance, self.name)).label

    def get_link_url(self, instance: Any, parent_context: Any) -> str:
        """What changed in the source since, where it is outdated; the missing page's form; the page's editor."""
        state, twin = getattr(instance, self.name), getattr(instance, f"twin_{self.code}")
        if state == State.MISSING:
            return reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
        if state == State.OUTDATED:
            since = getattr(instance, f"revision_{self.code}") or "earliest"
            return reverse("wagtailadmin_pages:revisions_compare", args=[instance.pk, since, "live"])
        return reverse("wagtailadmin_pages:edit", args=[twin])


class LanguagesReport(ReportView):
    """Every page of the source language with the state of its translations."""

    model = Page
    page_title = _("Pages and languages")
    header_icon = "wagtail-localize-language"
    index_url_name = "report-languages"
    index_results_url_name = "report-languages-results"
    filterset_class = LanguagesFilter
    is_searchable = False

    @property
    def columns(self) -> list[Any]:
        """The page, and one column a language."""
        return [
            TitleColumn("title", label=_("Title"), get_url=edit_url),
            DateColumn("last_published_at", label=_("Published")),
            *(LanguageColumn(code, str(_(name))) for code, name in _others()),
        ]

    @property
    def list_export(self) -> list[str]:
        """The same for a table file."""
        return ["title", "last_published_at", *(f"state_{code}" for code, _name in _others())]

    def get_base_queryset(self) -> Any:
        """In the order of the site; for each language twin_, state_ and revision_ (the source's when it was done)."""
        pages = Page.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE, depth__gt=1)
        for code, _name in _others():
            twins = Page.objects.filter(
                translation_key=OuterRef("translation_key"), locale__language_code=code, alias_of=None
            )
            done = Subquery(twins.values("last_published_at")[:1])
            before = Revision.page_revisions.filter(
                object_id=Cast(OuterRef("pk"), CharField()), created_at__lte=OuterRef(f"done_{code}")
            )
            pages = pages.annotate(**{f"done_{code}": done}).annotate(
                **{
                    f"twin_{code}": Subquery(twins.values("pk")[:1]),
                    f"revision_{code}": Subquery(before.order_by("-created_at").values("pk")[:1]),
                    f"state_{code}": Case(
                        When(~Exists(twins), then=Value(State.MISSING.value)),
                        When(~Exists(twins.filter(live=True)), then=Value(State.DRAFT.value)),
                        When(last_published_at__gt=F(f"done_{code}"), then=Value(State.OUTDATED.value)),
                        default=Value(State.CURRENT.value),
                    ),
                }
            )
        return pages.order_by("path")
