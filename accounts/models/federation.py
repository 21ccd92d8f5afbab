"""An organization's membership in an umbrella organization, and who speaks for it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.organization import LISTED, Organization, actor

if TYPE_CHECKING:
    from typing import Self


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """The read side."""

    def current(self) -> Self:
        """Confirmed by an umbrella that may still confirm."""
        return self.filter(
            state=Affiliation.State.CONFIRMED,
            umbrella__umbrella_since__isnull=False,
            umbrella__status__in=LISTED,
        )


class Affiliation(models.Model):
    """That one organization belongs to another. An ended one stays, for the record."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", pgettext_lazy("affiliation", "waiting for an answer")
        CONFIRMED = "confirmed", pgettext_lazy("affiliation", "confirmed")
        REFUSED = "refused", pgettext_lazy("affiliation", "refused")
        ENDED = "ended", pgettext_lazy("affiliation", "ended")

    umbrella = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="members_below")
    member = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="affiliations")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    #: Whether the umbrella asked: then the member answers.
    asked_by_umbrella = models.BooleanField(default=False)
    asked_by = actor(_("asked by"))
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = actor(_("decided by"))
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = actor(_("ended by"))

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["umbrella", "member"],
                condition=Q(state__in=["asked", "confirmed"]),
                name="one_affiliation",
            ),
            models.CheckConstraint(
                condition=~Q(umbrella=models.F("member")), name="no_affiliation_with_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} < {self.umbrella}"


class Delegate(models.Model):
    """A person who speaks for a member organization in its umbrella: named by the one, confirmed by the other."""

    affiliation = models.ForeignKey(Affiliation, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations")
    named_by = actor(_("named by"))
    named_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = actor(_("confirmed by"))
    confirmed_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ("named_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["affiliation", "person"], condition=Q(ended_at__isnull=True), name="one_delegation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.affiliation}"
