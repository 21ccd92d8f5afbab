"""Joins the directory's pages to the Wagtail admin."""

from __future__ import annotations

from wagtail import hooks

from directory import import_admin

hooks.register("register_admin_urls", import_admin.urls)
hooks.register("register_organizations_menu_item", import_admin.menu_item)
