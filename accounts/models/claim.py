"""A person's request to look after an organization's entry."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.organization import Organization, actor


class Claim(models.Model):
    """“This is ours.” Decided by the agency or an umbrella, with a reason; never by who asks."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", pgettext_lazy("claim", "waiting")
        APPROVED = "approved", pgettext_lazy("claim", "approved")
        REFUSED = "refused", pgettext_lazy("claim", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="claims")
    #: Empty while a helper keeps it for somebody who has no account yet (accounts.models.assisted).
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="claims"
    )
    text = models.TextField(_("what you do there, who can confirm it"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    token = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = actor(_("decided by"))
    decided_for = models.ForeignKey(
        Organization, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "claimant"],
                condition=Q(state="waiting"),
                name="one_waiting_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.claimant_id}"
