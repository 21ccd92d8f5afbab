"""The outbox, the schedule's memory, the content's version, counts for limits."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """One thing to do after a transaction is committed; written inside it (`core.outbox`)."""

    class Status(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("object"), max_length=200, blank=True)
    payload = models.JSONField(_("details"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    available_at = models.DateTimeField(_("not before"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")
        indexes = [models.Index(fields=["kind", "id"], condition=Q(status="pending"), name="outbox_pending")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()


class ScheduledRun(models.Model):
    """When a job of the schedule is due again. Moving `due_at` on is what gives one worker the run."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ContentVersion(models.Model):
    """One row: the number that every change of public content raises (`core.page_cache`)."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)


class RateCount(models.Model):
    """How often something was done from one place in one stretch of time; holds no address, only its hash."""

    scope = models.CharField(max_length=40)
    key_hash = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key_hash", "window_start"], name="one_count_a_window")
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
