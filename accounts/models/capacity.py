"""In what capacity a person speaks: granted, never typed by hand, over when what it rests on is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.codes import Level
from accounts.models.membership import Membership
from accounts.models.organization import LISTED, Organization, actor

if TYPE_CHECKING:
    from typing import Self


class CapacityQuerySet(models.QuerySet["Capacity"]):
    """The read side."""

    def current(self) -> Self:
        """Granted, not ended, and what they rest on still there.

        An agency's officer still belongs to it; the umbrella that vouched for a practitioner still may.
        """
        today = timezone.localdate()
        officer = Membership.objects.current().filter(
            user=OuterRef("person"),
            organization=OuterRef("organization"),
            organization__level=Level.AGENCY,
            organization__status__in=LISTED,
        )
        rests = (
            Q(kind=Capacity.Kind.AUDITOR)
            | (Q(kind=Capacity.Kind.AGENCY) & Exists(officer))
            | Q(
                kind=Capacity.Kind.PRACTITIONER,
                organization__umbrella_since__isnull=False,
                organization__status__in=LISTED,
            )
        )
        return self.filter(
            rests,
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            ended_at__isnull=True,
            person__is_active=True,
        )


class Capacity(models.Model):
    """One grant. "Speaks for umbrella X" is not kept here: it follows from the person's role there."""

    class Kind(models.TextChoices):
        """What the person is."""

        AGENCY = "agency", _("officer of the agency")
        AUDITOR = "auditor", _("auditor")
        PRACTITIONER = "practitioner", _("verified practitioner")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="granted_capacities"
    )
    kind = models.CharField(_("capacity"), max_length=12, choices=Kind)
    #: The agency of an officer; the umbrella that vouches for a practitioner.
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = actor(_("granted by"))
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_by = actor(_("ended by"))
    ended_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CapacityQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        ordering = ("granted_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "organization"],
                condition=Q(ended_at__isnull=True),
                name="one_capacity",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended_at__isnull=True, organization__isnull=True),
                name="one_capacity_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
