"""Whole pages for readers who are not signed in. (First form: see `raise_version`.)"""

from django.http import HttpResponseBase


def raise_version() -> None:
    """Make every cached page old, from the moment the caller's transaction is committed."""


def never_cache_page(response: HttpResponseBase) -> HttpResponseBase:
    """Keep this answer out of every shared cache; returns it."""
    response["Cache-Control"] = "private, no-store"
    return response


class PageCacheMiddleware:
    """(First form: lets everything through.)"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Let through."""
        return self.get_response(request)
