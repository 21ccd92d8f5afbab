"""Who a mail address and a password belong to."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser


class Backend(AuthenticationBackend):
    """allauth's, which hashes once whether or not it knows the address.

    A password counts only once its address is confirmed: otherwise whoever signs up with a stranger's address and
    then signs in would learn from the answer whether it was free.
    """

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        found: AbstractBaseUser | None = super()._check_password(user, password)
        if found and not EmailAddress.objects.filter(user_id=found.pk, verified=True).exists():
            return None
        return found
