"""Deleting accounts: on their owner's wish, after a time to think it over, and those nobody uses any more."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.addresses import address_in
from accounts.models import User
from accounts.permissions.people import may_manage_own_account
from core import mail, personal_data

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_deletion(*, user: Any, person: User) -> User:
    """Have the account deleted after `ACCOUNT_DELETION_DAYS`; until then it can be kept, others see nothing of it.

    Returns the person. Raises PermissionDenied for another's account, ValidationError with what stands in the way.
    """
    if not may_manage_own_account(user, person):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if reasons := personal_data.hindrances(person):
        raise ValidationError(list(reasons))
    if person.deletion_due_at is None:
        person.deletion_due_at = timezone.now() + timedelta(days=settings.ACCOUNT_DELETION_DAYS)
        person.save(update_fields=["deletion_due_at"])
        _tell(person, "emails/deletion_asked.txt", person.deletion_due_at)
    return person


@transaction.atomic
def keep_account(*, user: Any, person: User) -> User:
    """Take `ask_for_deletion` back. Returns the person. Raises PermissionDenied for another's account."""
    if not may_manage_own_account(user, person):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.deletion_due_at is not None:
        person.deletion_due_at = None
        person.save(update_fields=["deletion_due_at"])
        _tell(person, "emails/deletion_taken_back.txt")
    return person


def delete_due_accounts() -> int:
    """Delete accounts whose time is over; returns how many. One that can't be deleted does not hold up the others."""
    due = User.objects.filter(erased_at=None, deletion_due_at__lte=timezone.now())
    return sum(_erase(pk, due) for pk in due.values_list("pk", flat=True))


def warn_unused_accounts() -> int:
    """Tell owners of accounts that nobody used for `ACCOUNT_UNUSED_DAYS`; returns how many were told."""
    count = 0
    long_ago = timezone.now() - timedelta(days=settings.ACCOUNT_UNUSED_DAYS)
    not_told = Q(inactive_warned_at=None) | Q(inactive_warned_at__lt=F("last_login"))
    untold = _unused(long_ago).filter(not_told)
    for pk in untold.values_list("pk", flat=True):
        with transaction.atomic():
            person = _locked(pk, untold)
            if person is None:
                continue
            person.inactive_warned_at = timezone.now()
            person.save(update_fields=["inactive_warned_at"])
            end = person.inactive_warned_at + timedelta(days=settings.ACCOUNT_UNUSED_NOTICE_DAYS)
            _tell(person, "emails/unused.txt", end)
            count += 1
    return count


def delete_unused_accounts() -> int:
    """Delete those whose owners were told `ACCOUNT_UNUSED_NOTICE_DAYS` ago and did not sign in since."""
    told = timezone.now() - timedelta(days=settings.ACCOUNT_UNUSED_NOTICE_DAYS)
    ended = _without_office().filter(
        Q(last_login=None) | Q(last_login__lt=F("inactive_warned_at")), inactive_warned_at__lte=told
    )
    return sum(_erase(pk, ended) for pk in ended.values_list("pk", flat=True))


def delete_unconfirmed_accounts() -> int:
    """Delete sign-ups whose address nobody confirmed for `ACCOUNT_UNCONFIRMED_DAYS`, so that it is free again.

    Returns how many. Nobody can have signed in with them, so there is nothing to erase.
    """
    long_ago = timezone.now() - timedelta(days=settings.ACCOUNT_UNCONFIRMED_DAYS)
    asked = User.objects.filter(
        emailaddress__isnull=False,
        last_login=None,
        date_joined__lt=long_ago,
        is_staff=False,
        is_superuser=False,
    )
    never = asked.exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user")).distinct()
    for person in never:
        person.delete()
    return len(never)


def _unused(since: Any) -> QuerySet[User]:
    """Nobody signed in since then."""
    quiet = Q(last_login__lt=since) | Q(last_login=None, date_joined__lt=since)
    return _without_office().filter(quiet, is_active=True)


def _without_office() -> QuerySet[User]:
    """Who holds an office of the site is left out: the agency sees to those."""
    return User.objects.filter(erased_at=None, is_staff=False, is_superuser=False, groups=None)


def _locked(pk: int, still: QuerySet[User]) -> User | None:
    """The person, kept for this transaction alone, if they are still one of those. Asked anew once it is locked:
    they may have come back while others were seen to.
    """
    person = User.objects.select_for_update().filter(pk=pk).first()
    return person if person and still.filter(pk=pk).exists() else None


def _erase(pk: int, still: QuerySet[User]) -> bool:
    """Whether the account is deleted now. still: those to delete, asked once more."""
    with transaction.atomic():
        person = _locked(pk, still)
        if person is None:
            return False
        if personal_data.hindrances(person):
            logger.warning("account %s is due but can't be deleted yet", person.public_id)
            return False
        address, language = person.email, person.language
        personal_data.erase(person)
        mail.queue(template="emails/deleted.txt", to=address, language=language)
    return True


def _tell(person: User, template: str, day: Any = None) -> None:
    context = {"day": day, "delete": address_in(person.language, "account-delete")}
    mail.queue(template=template, to=person.email, language=person.language, context=context)
