"""What an officer or an adviser enters for people who can't do it themselves, until they take it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.codes import Role
from accounts.models.claim import Claim
from accounts.models.membership import Membership
from accounts.models.organization import Organization, actor
from accounts.models.user import new_public_id

if TYPE_CHECKING:
    from typing import Self


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    """The read side."""

    def open(self) -> Self:
        """Those not handed over yet; an entry that somebody owns needs no help but with a claim on it."""
        owners = Membership.objects.current().filter(organization=OuterRef("organization"), role=Role.OWNER)
        return self.filter(Q(claim__isnull=False) | ~Exists(owners), handed_over_at__isnull=True)

    def close(self, organization: Organization) -> None:
        """End what helpers may do there: it has an owner, or another entry stands for it.

        Help with a claim that still waits goes on: whoever decides on the claim decides on it.
        """
        waiting = Q(claim__state=Claim.State.WAITING)
        given = self.filter(organization=organization, handed_over_at__isnull=True)
        self.model.objects.filter(pk__in=given.exclude(waiting).values("pk")).update(
            handed_over_at=timezone.now(), code_hash="", code_expires_at=None
        )


class Assistance(models.Model):
    """Help with an organization, or with a person's claim on one: for whom, and how they agreed to it."""

    class Consent(models.TextChoices):
        """How the person agreed."""

        SIGNED = "signed", _("signed a paper that we keep")
        SPOKEN = "spoken", _("said so, in person")
        PHONE = "phone", _("said so on the telephone")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="assistance")
    claim = models.OneToOneField(Claim, null=True, on_delete=models.CASCADE, related_name="assistance")
    helper = actor(_("helper"), related="assistance_given")
    #: In whose name the helper acts: the agency or an umbrella.
    helper_for = models.ForeignKey(
        Organization, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    person_name = models.CharField(_("name of the person you help"), max_length=120)
    consent = models.CharField(_("how the person agreed"), max_length=10, choices=Consent)
    consent_on = models.DateField(_("when the person agreed"))
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: When the help ended. Without handed_to: in another way than by the code.
    handed_over_at = models.DateTimeField(null=True, editable=False)
    handed_to = actor(_("handed to"))

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistance")
        verbose_name_plural = _("assistance")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="one_assistance_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.organization}"
