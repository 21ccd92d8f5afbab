"""Accepting the terms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import terms
from accounts.models import TermsAcceptance, User
from accounts.permissions.people import may_manage_own_account


@transaction.atomic
def accept_terms(*, user: Any, person: User, version: str) -> TermsAcceptance:
    """Record that the person accepted this version.

    Returns the record, the earlier one where there is one. Raises PermissionDenied for another's account,
    ValidationError where another version holds by now.
    """
    if not may_manage_own_account(user, person):
        raise PermissionDenied
    current = terms.current()
    if current is None or current.version != version:
        raise ValidationError(_("The terms were changed meanwhile. Read them once more."), code="terms")
    found, _made = TermsAcceptance.objects.get_or_create(user=person, version=version)
    return found
