"""Writes in the admin: one transaction a request, and no way past the review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.middleware import OnceViewIsKnown
from core.paths import is_admin


class AdminWritesMiddleware(OnceViewIsKnown):
    """Wraps each POST of the Wagtail admin in a transaction.

    ATOMIC_REQUESTS would do it for every request, and make each reader's page wait for SQLite's one writer.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view in a transaction; an error takes back all that it wrote."""
        if request.method != "POST" or not is_admin(request.path_info):
            return None
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
            return response


class ReviewGuardMiddleware(OnceViewIsKnown):
    """Closes two ways in which wagtail-localize, which knows no workflow, would publish past the review."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Below superuser: no alias made from a draft, no "publish" while syncing translations.

        Raises PermissionDenied for the former; the latter goes on without publishing and says so.
        """
        if not is_admin(request.path_info) or request.method != "POST" or request.user.is_superuser:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "wagtail_localize:convert_to_alias":
            raise PermissionDenied
        if name == "wagtail_localize:update_translations" and "publish_translations" in request.POST:
            data = request.POST.copy()
            del data["publish_translations"]
            request.POST = data  # type: ignore[assignment]
            messages.warning(request, _("Not published: submit each translation for review in its editor."))
        return None
