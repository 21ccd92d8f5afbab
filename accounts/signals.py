"""What allauth and Django tell us."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth import update_session_auth_hash
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import second_factor
from accounts.models import User


@receiver(authenticator_added)
def first_factor_ends_other_sessions(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Sessions that began with a password alone end when the first factor is set up."""
    if authenticator.type not in second_factor.FACTORS:
        return
    others = Authenticator.objects.filter(user_id=user.pk, type__in=second_factor.FACTORS)
    if not others.exclude(pk=authenticator.pk).exists():
        user.end_sessions()
        if request.user.is_authenticated:
            update_session_auth_hash(request, user)


@receiver(post_save, sender=User)
def address_changed_elsewhere(
    instance: User, *, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """An address that an administrator changed takes the place of the old one, which no longer signs in."""
    if created or (update_fields is not None and "email" not in update_fields):
        return
    known = EmailAddress.objects.filter(user_id=instance.pk)
    if known.exists() and not known.filter(email=instance.email).exists():
        known.delete()
        EmailAddress.objects.create(user=instance, email=instance.email, primary=True, verified=False)
