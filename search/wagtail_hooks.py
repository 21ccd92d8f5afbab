"""Joins the editors' side of search to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail import hooks

from search.admin import SearchGroup
from search.admin_views import ImportSynonyms, StatusView, ask_guide, roll_back
from search.asked import NAME, AskedReport


def _group() -> SearchGroup:
    return SearchGroup()


def _urls() -> list[Any]:
    return [
        path("search/asked/", AskedReport.as_view(), name=NAME),
        path("search/asked/results/", AskedReport.as_view(results_only=True), name=f"{NAME}_results"),
        path("search/asked/<int:pk>/guide/", ask_guide, name="search_ask_guide"),
        path("search/import-synonyms/", ImportSynonyms.as_view(), name="search_import_synonyms"),
        path("search/index/", StatusView.as_view(), name="search_status"),
        path("search/index/roll-back/", roll_back, name="search_roll_back"),
    ]


hooks.register("register_admin_viewset", _group)
hooks.register("register_admin_urls", _urls)
