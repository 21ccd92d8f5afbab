"""What the directory keeps beside the organizations themselves, which stand in `accounts`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.models.organization import actor
from content.models import InstitutionPage
from content.visibility import public_pages

#: After so long without progress a step of an import stands still.
STILL = dt.timedelta(minutes=2)


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


class RegisterImport(models.Model):
    """A register that staff sent in: what it would change, whether that was done, and whether it was taken back."""

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", _("is being read")
        BROKEN = "broken", _("can't be read")
        READY = "ready", _("report ready, nothing changed")
        RUNNING = "running", _("is being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("is being taken back")
        UNDONE = "undone", _("taken back")

    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=60, blank=True)
    #: Until it is read.
    content = models.BinaryField(null=True, editable=False)
    source = models.CharField(_("register"), max_length=150)
    as_of = models.DateField(_("as of"))
    state_register = models.BooleanField(_("extract of the state register"), default=False)
    leave_doubles = models.BooleanField(default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    problem = models.JSONField(null=True, editable=False)
    unread = models.JSONField(default=list, editable=False)
    #: Of the present step.
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)
    started_by = actor(_("sent in by"))
    approved_by = actor(_("imported by"))
    undone_by = actor(_("taken back by"))
    created_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("import of a register")
        verbose_name_plural = _("imports of registers")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.source}, {self.as_of:%Y.%m.%d}"

    @property
    def is_moving(self) -> bool:
        """Whether the worker is at it."""
        return self.state in {self.State.READING, self.State.RUNNING, self.State.UNDOING}

    @property
    def stands_still(self) -> bool:
        """Whether the worker should be at it and is not."""
        return self.is_moving and self.moved_at < timezone.now() - STILL


class ImportRow(models.Model):
    """One row of a register: what it would change, and what became of it."""

    class Kind(models.TextChoices):
        """What it would do."""

        NEW = "new", pgettext_lazy("rows", "new")
        CHANGED = "changed", pgettext_lazy("rows", "changed")
        UNCHANGED = "unchanged", pgettext_lazy("rows", "unchanged")
        REFUSED = "refused", pgettext_lazy("rows", "refused")

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = "", pgettext_lazy("row", "not imported")
        DONE = "done", pgettext_lazy("row", "imported")
        LEFT = "left", pgettext_lazy("row", "left out")
        UNDONE = "undone", pgettext_lazy("row", "taken back")
        STAYS = "stays", pgettext_lazy("row", "could not be taken back")

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    #: By field: what stands there, what would stand there.
    changes = models.JSONField(default=dict)
    #: Keys of entries that may be the same; below 0: rows of the same file.
    alike = models.JSONField(default=list)
    organization = models.ForeignKey(
        Organization, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)
    #: By field: who had said it before.
    sources_before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("row of a register")
        verbose_name_plural = _("rows of registers")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["register_import", "number"], name="one_row_a_number"),
        ]
        indexes = [models.Index(fields=["register_import", "kind", "number"], name="rows_by_kind")]

    def __str__(self) -> str:
        return f"{self.register_import_id}: {self.number}"
