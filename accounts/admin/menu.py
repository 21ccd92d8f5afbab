"""The agency's menu, and its addresses. Rooms above add pages by the hook `register_organizations_menu_item`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from accounts.admin.base import CountItem
from accounts.admin.entries import Capacities, Entries, Entry
from accounts.admin.log import Log
from accounts.admin.queues import ClaimQueue, Doubles, DraftQueue, Merge, waiting_claims, waiting_drafts


def urls() -> list[Any]:
    """Below the admin's own."""
    return [
        path("organizations/", Entries.as_view(), name="accounts_entries"),
        path("organizations/results/", Entries.as_view(results_only=True), name="accounts_entries_results"),
        path("organizations/claims/", ClaimQueue.as_view(), name="accounts_claims"),
        path("organizations/drafts/", DraftQueue.as_view(), name="accounts_drafts"),
        path("organizations/doubles/", Doubles.as_view(), name="accounts_doubles"),
        path("organizations/merge/", Merge.as_view(), name="accounts_merge"),
        path("organizations/badges/", Capacities.as_view(), name="accounts_capacities"),
        path("organizations/log/", Log.as_view(), name="accounts_log"),
        path("organizations/log/results/", Log.as_view(results_only=True), name="accounts_log_results"),
        path("organizations/<int:pk>/", Entry.as_view(), name="accounts_entry"),
    ]


def _items() -> list[MenuItem]:
    return [
        CountItem(
            _("Requests"),
            reverse("accounts_claims"),
            icon_name="key",
            order=1,
            count=lambda: waiting_claims().count(),
        ),
        CountItem(
            _("Entries to list"),
            reverse("accounts_drafts"),
            icon_name="list-ul",
            order=2,
            count=lambda: waiting_drafts().count(),
        ),
        CountItem(_("Entries that may be one"), reverse("accounts_doubles"), icon_name="copy", order=3),
        CountItem(_("All organizations"), reverse("accounts_entries"), icon_name="group", order=4),
        CountItem(_("Badges"), reverse("accounts_capacities"), icon_name="user", order=5),
        CountItem(_("Log of changes"), reverse("accounts_log"), icon_name="history", order=6),
    ]


class OrganizationsMenu(SubmenuMenuItem):
    """All of it, with the sum of what waits."""

    def render_component(self, request: HttpRequest) -> Any:
        """With the number behind the label."""
        component = super().render_component(request)
        shown = [item for item in _items() if isinstance(item, CountItem) and item.is_shown(request)]
        waiting = sum(item.count() for item in shown if item.count)
        if waiting:
            component.label = f"{component.label} ({waiting})"
        return component


def menu_item() -> OrganizationsMenu:
    """The entry of the main menu."""
    return OrganizationsMenu(
        _("Organizations"),
        Menu("register_organizations_menu_item", items=_items()),
        icon_name="group",
        name="organizations-room",
        order=165,
    )
