"""What passes between people: letters through the site, reports of what breaks the rules."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from .user import User


class Letter(models.Model):
    """What somebody wrote to a person of the list. Kept for a while, in case it is reported."""

    sender = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letters_sent")
    receiver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letters_received")
    text = models.TextField(_("letter"), max_length=3000)
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"


class Report(models.Model):
    """Somebody says that a profile or an entry breaks the rules. A moderator decides."""

    class Reason(models.TextChoices):
        """What is wrong."""

        PRETENDS = "pretends", _("Pretends to be somebody else")
        UNTRUE = "untrue", _("Says what is not true")
        INSULTS = "insults", _("Insults or threatens")
        PRIVATE = "private", _("Shows others' private matters")
        ADVERT = "advert", _("Advertising or fraud")
        OTHER = "other", _("Something else")

    class Decision(models.TextChoices):
        """What came of it."""

        NOTHING = "nothing", _("Breaks no rule")
        MENDED = "mended", _("Was put right")
        HIDDEN = "hidden", _("Hidden from others")

    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.TextField(_("what is wrong"), max_length=2000, blank=True)
    reporter = models.ForeignKey(
        User,
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=20, choices=Decision, blank=True)
    note = models.TextField(_("why"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("report of a breach")
        verbose_name_plural = _("reports of breaches")
        ordering: ClassVar[tuple[str, ...]] = ("-created_at", "-pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="reports_of_one")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.target or _('deleted')}"

    @property
    def state(self) -> str:
        """Changes with each decision; empty where there is none."""
        return self.decided_at.isoformat() if self.decided_at else ""


class TermsAcceptance(models.Model):
    """Which version of the terms a person accepted, and when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="accepted_terms")
    version = models.CharField(_("version"), max_length=20)
    accepted_at = models.DateTimeField(_("accepted"), auto_now_add=True)

    class Meta:
        verbose_name = _("accepted terms")
        verbose_name_plural = _("accepted terms")
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.version}"
