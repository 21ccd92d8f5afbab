"""What the directory keeps beside the organizations themselves, which stand in `accounts`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from content.models import InstitutionPage
from content.visibility import public_pages

if TYPE_CHECKING:
    from typing import Self


class InstitutionLink(models.Model):
    """That an entry is the same as one of the institutions readers are sent to: in search the two are one result.

    The page stands there by the key that its translations share.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="institution_link"
    )
    translation_key = models.UUIDField(_("institution"), unique=True)

    class Meta:
        verbose_name = pgettext_lazy("link", "institution's entry")
        verbose_name_plural = _("institutions' entries")

    def __str__(self) -> str:
        return f"{self.organization}: {self.translation_key}"

    def page(self, language: str) -> Any:
        """The institution's public page in this language, None without one."""
        pages = public_pages(InstitutionPage).filter(translation_key=self.translation_key)
        return pages.filter(locale__language_code=language).first()


class OpenEntryQuerySet(models.QuerySet["OpenEntry"]):
    """The read side."""

    def after(self, since: dt.datetime) -> Self:
        """What changed later, or is gone; also what may no longer be told, though nobody has written that down yet."""
        return self.filter(models.Q(changed_at__gt=since) | self.told_too_much())

    def told_too_much(self) -> models.Q:
        """A condition: it was told, and its organization is not open any more, or not with all that was told."""
        from directory.permissions import open_entries, open_with_all

        now = {"pk": models.OuterRef("organization")}
        told = models.Q(gone=False, agreed=False) & ~models.Exists(open_entries().filter(**now))
        told_all = models.Q(gone=False, agreed=True) & ~models.Exists(open_with_all().filter(**now))
        return told | told_all


class OpenEntry(models.Model):
    """What the open data last told of an entry. Of one that is gone, its public id alone stays.

    digest: of all that was told; agreed: whether more than the basic facts; changed_at: when that was found.
    """

    public_id = models.CharField(max_length=12, unique=True)
    organization = models.OneToOneField(
        Organization, null=True, on_delete=models.SET_NULL, related_name="open_entry"
    )
    digest = models.CharField(max_length=64, blank=True)
    agreed = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_index=True)

    objects = OpenEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in the open data")
        verbose_name_plural = _("entries in the open data")

    def __str__(self) -> str:
        return self.public_id


class OpenFile(models.Model):
    """A file of the open data as it was last written.

    stored:  its packed bytes' name in the storage; sha256 and size: of the plain ones.
    as_of:   when the newest change in it was found; version: of the content at which it was begun.
    """

    name = models.CharField(max_length=60, unique=True)
    stored = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    version = models.BigIntegerField()

    class Meta:
        verbose_name = _("file of the open data")
        verbose_name_plural = _("files of the open data")

    def __str__(self) -> str:
        return self.name
