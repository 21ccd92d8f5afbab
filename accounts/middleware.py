"""Before the view: limits of the sign-in pages, and the second factor before the editors' admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext

from accounts import limits, second_factor
from core.paths import is_admin
from core.proxies import place

#: Of the admin, open without a second factor.
_OPEN = {"wagtailadmin_login", "wagtailadmin_logout"}


class SignInMiddleware:
    """Answers 429 to too many tries from one place; leads editors without a second factor to where one is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """An answer in the place of the view's, or None."""
        name = request.resolver_match.url_name if request.resolver_match else None
        limit = limits.PLACES.get(name or "") if request.method == "POST" else None
        if limit and not limits.allow(limit, place(request)):
            return render(request, "429.html", status=429)
        if is_admin(request.path_info) and name not in _OPEN:
            return _second_factor_first(request)
        return None


def _second_factor_first(request: HttpRequest) -> HttpResponse | None:
    user = request.user
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return None  # the admin itself sends them away
    if not second_factor.is_missing(user):
        return None
    with translation.override(user.language):
        return second_factor.to_set_up(
            request, gettext("Editors need a second factor. Set one up, then you come to the admin.")
        )
