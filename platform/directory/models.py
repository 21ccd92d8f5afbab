"""What the directory keeps beside the organizations themselves, which stand in `accounts`."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.models.organization import actor
from content.models import InstitutionPage
from content.visibility import public_pages
from directory.board.model import Post

__all__ = ["InstitutionLink", "Post"]

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


class Freshness(models.Model):
    """When an entry was last said to be right, by whom, and how far the clock is that asks (services.clock)."""

    class By(models.TextChoices):
        """Who said it."""

        OWNER = "owner"
        UMBRELLA = "umbrella"
        AGENCY = "agency"

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="freshness")
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_as = models.CharField(max_length=10, choices=By, blank=True)
    #: The umbrella in whose name it was said.
    confirmed_for = models.ForeignKey(
        Organization, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = actor(_("confirmed by"))
    #: Whence the times are counted: that day, or the one on which it was listed or somebody took it over.
    counted_from = models.DateTimeField()
    #: The question that is open now: since when it is asked, marked, passed on, and hidden for want of an answer.
    asked_at = models.DateTimeField(null=True, editable=False)
    marked_at = models.DateTimeField(null=True, editable=False)
    passed_on_at = models.DateTimeField(null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("freshness of an entry")
        verbose_name_plural = _("freshness of entries")

    def __str__(self) -> str:
        return f"{self.organization}: {self.confirmed_at or ''}"


def _hash(key: str) -> str:
    """The key has 128 random bits: nobody tries them all."""
    return hashlib.sha256(key.encode()).hexdigest()


class Question(models.Model):
    """One owner was asked by mail, perhaps by SMS, whether the entry is still right. The link's key is not kept."""

    class Sms(models.TextChoices):
        """Of the same question by SMS: one at a time is open for a person, so that "1" means one entry.

        Waiting: until that one is answered, or its time is over.
        """

        NONE = ""
        WAITING = "waiting"
        SENT = "sent"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    #: This person answered; or somebody else did, or an answer is no longer wanted.
    answered_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    sms = models.CharField(max_length=8, choices=Sms, default=Sms.NONE, blank=True)
    #: An SMS that was no answer was answered with a hint.
    hinted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("question to an owner")
        verbose_name_plural = _("questions to owners")
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.organization}: {self.asked_at:%Y-%m-%d}"

    @classmethod
    def ask(cls, *, organization: Organization, person: Any, ends_at: Any) -> tuple[Question, str]:
        """A new one, and the key of its link."""
        key = secrets.token_urlsafe(16)
        made = cls.objects.create(
            organization=organization, person=person, key_hash=_hash(key), ends_at=ends_at
        )
        return made, key

    @classmethod
    def by_key(cls, key: str) -> Question | None:
        """The question of a link, whatever became of it; None for a link that is not ours."""
        rows = cls.objects.select_related("organization", "person")
        return rows.filter(key_hash=_hash(key)).first()

    @property
    def state(self) -> str:
        """open, answered, closed or ended."""
        if self.answered_at:
            return "answered"
        if self.closed_at:
            return "closed"
        return "open" if self.ends_at > timezone.now() else "ended"


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
