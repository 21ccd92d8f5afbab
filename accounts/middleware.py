"""Limits of the sign-in pages, the second factor before the editors' admin, when a session was last used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import limits, second_factor
from core.middleware import OnceViewIsKnown
from core.paths import is_admin
from core.proxies import place

#: So often at most a session's last use is written down.
SEEN_EVERY = timedelta(hours=1)
#: So many sessions are remembered by a process; beyond it starts afresh.
_MOST = 10_000

#: Of the admin, open without a second factor.
_OPEN = {"wagtailadmin_login", "wagtailadmin_logout"}


class SignInMiddleware(OnceViewIsKnown):
    """Answers 429 to too many tries from one place; leads editors without a second factor to where one is set up."""

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


class LastSeenMiddleware:
    """Writes down, at most once an hour for each process, that a session is in use: its owner reads it in the list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._seen: dict[str, datetime] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """After the view. A page that did not ask who reads it is left alone: it may be kept for everybody."""
        response = self.get_response(request)
        key = request.session.session_key if request.session.accessed else None
        if key and request.user.is_authenticated:
            self._note(key)
        return response

    def _note(self, key: str) -> None:
        now = timezone.now()
        if key in self._seen and now - self._seen[key] < SEEN_EVERY:
            return
        if len(self._seen) >= _MOST:
            self._seen.clear()
        self._seen[key] = now
        UserSession.objects.filter(session_key=key, last_seen_at__lt=now - SEEN_EVERY).update(
            last_seen_at=now
        )


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
