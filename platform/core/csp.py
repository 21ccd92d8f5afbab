"""Two content security policies: a strict one for everything public, a looser one for the Wagtail admin."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

from core.paths import is_admin

#: Wagtail's admin sets styles and runs scripts inline, shows chosen images before they are sent, and previews
#: pages in a frame.
ADMIN_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}


class ContentPolicyMiddleware(CSPMiddleware):
    """The policy of the settings; below the admin's path, replaced in part by `ADMIN_POLICY`."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts by path. A view's own replacement still counts."""
        parts = super().get_policy_parts(request, response, report_only)
        if is_admin(request.path_info):
            own: dict[str, Any] = parts.replace or {}
            parts.replace = {**ADMIN_POLICY, **own}
        elif getattr(request, "is_preview", False):  # Wagtail renders it under the page's own address
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        return parts
