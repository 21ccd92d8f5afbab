"""What every template may show about the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site_names() -> dict[str, Any]:
    """Name and public address of the site, for what is written outside of a request."""
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}


def site(request: HttpRequest) -> dict[str, Any]:
    """Name, public address, and whether the style page is served. No query."""
    return {
        **site_names(),
        "DESIGN_PAGE": settings.DESIGN_PAGE,
    }
