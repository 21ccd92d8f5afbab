"""What content does by the clock."""

from __future__ import annotations

from django.conf import settings

from content.tasks import check_links
from core.scheduler import every


@every(seconds=3600, name="look for links that no longer work")
def look_at_links() -> None:
    """A part of them each hour; switched off by KHORSHOO_CHECK_LINKS."""
    if settings.CHECK_LINKS:
        check_links.enqueue()
