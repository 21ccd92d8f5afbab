"""Joins the directory's pages to the Wagtail admin."""

from __future__ import annotations

from wagtail import hooks

from directory import agency_queue, import_admin

for part in (agency_queue, import_admin):
    hooks.register("register_admin_urls", part.urls)
hooks.register("register_admin_menu_item", agency_queue.menu_item)
hooks.register("register_organizations_menu_item", import_admin.menu_item)
