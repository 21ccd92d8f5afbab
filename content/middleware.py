"""Writes in the admin are one transaction a request, so that text and outbox stand or fall together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse


class AdminWritesMiddleware:
    """Wraps each POST of the Wagtail admin in a transaction.

    ATOMIC_REQUESTS would do it for every request, and make each reader's page wait for SQLite's one writer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view in a transaction; an error takes back all that it wrote."""
        if request.method != "POST" or not request.path.startswith("/cms/"):
            return None
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
            return response
