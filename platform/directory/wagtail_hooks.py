"""Joins the directory's queue to the Wagtail admin."""

from __future__ import annotations

from wagtail import hooks

from directory import agency_queue

hooks.register("register_admin_urls", agency_queue.urls)
hooks.register("register_admin_menu_item", agency_queue.menu_item)
