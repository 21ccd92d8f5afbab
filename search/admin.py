"""The editors' side of search: synonyms, pinned results, guides asked for, and their menu."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from search import services
from search.asked import NAME as ASKED
from search.asked import AskedReport
from search.models import GuideWish, Pin, SynonymSet
from search.permissions import may_manage_index
from search.understanding import clean


class _Prefilled(CreateView):
    """A form that begins with what the address says."""

    def get_initial(self) -> dict[str, Any]:
        """What is known of the fields."""
        names = self.form_class.base_fields
        return {name: value for name, value in self.request.GET.items() if name in names}


class SynonymsForm(WagtailAdminModelForm):
    """Saved by the service, so that it counts at once."""

    def save(self, commit: bool = True) -> SynonymSet:
        """There is no half of it."""
        return services.save_synonyms(synonyms=super().save(commit=False))


class SynonymsIndex(IndexView):
    """With the way to the file."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """For whoever may add sets."""
        if not self.add_url:
            return []
        return [Button(_("Read from a file"), url=reverse("search_import_synonyms"), icon_name="upload")]


class DeleteSynonyms(DeleteView):
    """By the service."""

    def delete_action(self) -> None:
        """It counts no more at once."""
        log(instance=self.object, action="wagtail.delete")
        services.delete_synonyms(synonyms=self.object)


class SynonymsViewSet(ModelViewSet):
    """Words that mean the same."""

    model = SynonymSet
    name = "search_synonyms"
    url_prefix = "search/synonyms"
    icon = "openquote"
    menu_label = _("Synonyms")
    add_view_class = _Prefilled
    index_view_class = SynonymsIndex
    delete_view_class = DeleteSynonyms
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        TitleColumn("__str__", label=capfirst(_("words")), url_name="search_synonyms:edit", sort_key="words"),
        Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
    ]
    list_filter: ClassVar[list[str]] = ["language"]
    search_fields: ClassVar[list[str]] = ["words"]
    edit_handler = ObjectList([FieldPanel("words"), FieldPanel("language")], base_form_class=SynonymsForm)


class PinForm(WagtailAdminModelForm):
    """Saved by the service, so that it counts at once."""

    def save(self, commit: bool = True) -> Pin:
        """There is no half of it."""
        return services.save_pin(pin=super().save(commit=False))


class DeletePin(DeleteView):
    """By the service."""

    def delete_action(self) -> None:
        """It counts no more at once."""
        log(instance=self.object, action="wagtail.delete")
        services.delete_pin(pin=self.object)


class PinsViewSet(ModelViewSet):
    """Pages that come first for a query."""

    model = Pin
    name = "search_pins"
    url_prefix = "search/pins"
    icon = "thumbtack"
    menu_label = _("Pinned results")
    add_view_class = _Prefilled
    delete_view_class = DeletePin
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        TitleColumn("query", label=capfirst(_("query")), url_name="search_pins:edit", sort_key="query"),
        Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
        Column("page", label=_("Page"), sort_key="page__title"),
        Column("sort_order", label=capfirst(_("order"))),
    ]
    list_filter: ClassVar[list[str]] = ["language"]
    search_fields: ClassVar[list[str]] = ["query", "page__title"]
    edit_handler = ObjectList(
        [FieldPanel("query"), FieldPanel("language"), FieldPanel("page"), FieldPanel("sort_order")],
        base_form_class=PinForm,
    )


class WishForm(WagtailAdminModelForm):
    """Open, or done."""

    done = forms.BooleanField(label=capfirst(_("done")), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["done"] = self.instance.done_at is not None

    def clean(self) -> dict[str, Any]:
        """One open wish for a query, in one line. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean()
        text, language = clean(str(cleaned.get("text", ""))), cleaned.get("language")
        cleaned["text"] = text
        others = GuideWish.objects.filter(text=text, language=language, done_at=None).exclude(
            pk=self.instance.pk
        )
        if not cleaned.get("done") and others.exists():
            self.add_error("text", _("This guide is asked for already."))
        return cleaned

    def save(self, commit: bool = True) -> GuideWish:
        """By the service."""
        return services.save_wish(wish=super().save(commit=False), done=self.cleaned_data["done"])


class WishFilter(WagtailFilterSet):
    """By whether they are done."""

    open = django_filters.ChoiceFilter(
        label=capfirst(_("done")),
        choices=[("yes", _("not yet")), ("no", capfirst(_("done")))],
        method="is_open",
    )

    class Meta:
        model = GuideWish
        fields: ClassVar[list[str]] = ["open", "language"]

    def is_open(self, wishes: Any, name: str, value: str) -> Any:
        """Those that wait, or the others."""
        return wishes.filter(done_at__isnull=value == "yes")


class WishesViewSet(ModelViewSet):
    """Guides to write, those that wait first."""

    model = GuideWish
    name = "search_wishes"
    url_prefix = "search/wishes"
    icon = "doc-empty"
    menu_label = _("Guides asked for")
    copy_view_enabled = False
    ordering = ("done_at", "-created_at")
    filterset_class = WishFilter
    list_display: ClassVar[list[Any]] = [
        TitleColumn("text", label=capfirst(_("query")), url_name="search_wishes:edit"),
        Column("language", label=_("Language"), accessor="get_language_display"),
        Column("note", label=capfirst(_("note"))),
        DateColumn("created_at", label=capfirst(_("asked for")), sort_key="created_at"),
        StatusFlagColumn("done_at", label=capfirst(_("done")), true_label=capfirst(_("done"))),
    ]
    list_export: ClassVar[list[str]] = ["text", "language", "note", "created_at", "done_at"]
    edit_handler = ObjectList(
        [FieldPanel("text"), FieldPanel("language"), FieldPanel("note"), FieldPanel("done")],
        base_form_class=WishForm,
    )


class _StatusItem(MenuItem):
    """For those who look after the index."""

    def is_shown(self, request: Any) -> bool:
        """Not for editors."""
        return may_manage_index(request.user)


class SearchGroup(ViewSetGroup):
    """The menu."""

    menu_label = pgettext_lazy("menu of the admin", "Search")
    menu_icon = "search"
    menu_name = "search-room"
    menu_order = 155
    items = (SynonymsViewSet, PinsViewSet, WishesViewSet)

    def get_submenu_items(self) -> list[Any]:
        """The lists, then what readers asked, then how the index stands."""
        return [
            MenuItem(AskedReport.page_title, reverse(ASKED), icon_name="list-ul", order=0),
            *super().get_submenu_items(),
            _StatusItem(_("Search index"), reverse("search_status"), icon_name="cogs", order=9),
        ]
