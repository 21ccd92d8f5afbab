"""The second factor: who has one, who must have one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

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
