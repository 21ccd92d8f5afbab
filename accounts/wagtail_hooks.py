"""Joins the agency's pages to the Wagtail admin."""

from __future__ import annotations

from wagtail import hooks

from accounts.admin import reports
from accounts.admin.menu import menu_item, urls

hooks.register("register_admin_urls", urls)
hooks.register("register_admin_menu_item", menu_item)
hooks.register("register_admin_urls", reports.urls)
hooks.register("register_admin_menu_item", reports.menu_item)
