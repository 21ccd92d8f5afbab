"""The second factor: who has one, who must have one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

View = Callable[..., HttpResponse]

#: Recovery codes alone are no factor: they stand in for one of these.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this person has set one up.

    Every session is then proven by it: whoever has one is asked for it when signing in, and setting up the first
    ends all other sessions (accounts/signals.py).
    """
    return user.pk is not None and Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def is_missing(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether one is demanded (of whoever may write in the admin or publish) and not set up."""
    return settings.REQUIRE_SECOND_FACTOR and not has(user)


def needed(view: View) -> View:
    """For views of those who publish: first to the page where a second factor is set up, then back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and is_missing(request.user):
            return to_set_up(request, gettext("You publish for others: set up a second factor first."))
        return view(request, *args, **kwargs)

    return wrapped


def to_set_up(request: HttpRequest, why: str) -> HttpResponse:
    """To the page where a second factor is set up, which says why and leads back."""
    messages.warning(request, why)
    request.session["after_second_factor"] = request.get_full_path()
    return redirect("mfa_index")
