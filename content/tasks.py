"""Long jobs, run by the worker beside its other work."""

from __future__ import annotations

from django.conf import settings
from django_tasks import task

from content import weblinks
from core.outside import Asker


@task(backend="jobs")
def check_links() -> int:
    """Ask the links out of the site that are due. Returns how many answers were noted."""
    return weblinks.check(Asker(settings.SITE_URL).status)
