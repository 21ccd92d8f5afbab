"""For editors: what people looked for and did not find."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import MissedQuery


class MissedQueries(ModelViewSet):
    """Queries without result, the most frequent first."""

    model = MissedQuery
    icon = "search"
    menu_label = _("Not found by search")
    menu_order = 170
    add_to_admin_menu = True
    form_fields: ClassVar[list[str]] = ["text"]
    list_display: ClassVar[list[str]] = ["text", "language", "count", "last_seen"]
    list_filter: ClassVar[list[str]] = ["language"]


hooks.register("register_admin_viewset", lambda: MissedQueries("missed-queries"))
