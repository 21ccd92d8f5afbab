"""What our pages in Wagtail's admin share."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class AdminPage(WagtailAdminTemplateMixin):
    """Mix into a view: its header says the page's title, where Wagtail's says the way to it alone."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way, the page itself at its end."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]
