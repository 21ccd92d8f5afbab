"""What passes between people: letters through the site, reports of what breaks the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .organization import Organization, actor
from .user import User

if TYPE_CHECKING:
    from typing import Self


class LetterQuerySet(models.QuerySet["Letter"]):
    """The read side."""

    def asking_to_join(self, organization: Organization) -> Self:
        """Requests that wait, the oldest first."""
        waiting = self.filter(kind=Letter.Kind.JOIN, organization=organization, settled_at=None)
        return waiting.filter(sender__is_active=True).select_related("sender").order_by("created_at", "pk")


class Letter(models.Model):
    """What somebody wrote through the site: to a person of the list, or to an organization, whose owners and
    publishers get it. Kept for a while, in case it is reported.
    """

    class Kind(models.TextChoices):
        """To whom, and what for."""

        PERSON = "person", _("to a person of the list")
        ORGANIZATION = "organization", _("to an organization")
        JOIN = "join", _("asks to join an organization")
        ANSWER = "answer", _("answers what an organization offers or needs")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    sender = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letters_sent")
    receiver = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="letters_received")
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="letters"
    )
    #: The title of what it answers.
    about = models.CharField(max_length=200, blank=True, editable=False)
    text = models.TextField(_("letter"), max_length=3000)
    #: Of who asks to join: when somebody of the organization invited them or put it aside.
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = actor(pgettext_lazy("request to join", "settled by"))
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", receiver__isnull=False, organization__isnull=True)
                | (~Q(kind="person") & Q(receiver__isnull=True, organization__isnull=False)),
                name="letter_has_one_receiver",
            ),
        ]

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
