"""What was done to organizations and with people's roles. Rows are written once; nobody edits or deletes them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organization import Organization, actor


class UnchangeableError(Exception):
    """Somebody tried to change or delete what is in the log."""


class ChangeQuerySet(models.QuerySet["Change"]):
    """The read side; there is no other but `create`."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise UnchangeableError

    def delete(self) -> NoReturn:
        """Refused."""
        raise UnchangeableError


class Change(models.Model):
    """One entry. Holds no mail address, no number, no value of a contact: only who, what, when, and plain values.

    The database refuses changes too (accounts.log_guard).
    """

    class Action(models.TextChoices):
        """What was done."""

        ENTERED = "entered", _("entered the organization")
        EDITED = "edited", _("changed the entry")
        FIGURES = "figures", _("changed the figures")
        CONTACTS = "contacts", _("changed the contacts")
        CERTIFICATES = "certificates", _("changed the certificates")
        LOGO = "logo", _("changed the logo")
        CONSENT = "consent", _("agreed to publication")
        CONSENT_ENDED = "consent-ended", _("took back the consent to publication")
        LISTING_ASKED = "listing-asked", _("asked for the entry to be listed")
        LISTED = "listed", _("listed the entry")
        LISTING_REFUSED = "listing-refused", _("sent the entry back")
        HIDDEN = "hidden", _("hid the entry")
        SHOWN = "shown", _("showed the entry again")
        CONFIRMED = "confirmed", _("said that the entry is still right")
        UNCONFIRMED = "unconfirmed", _("marked the entry: nobody confirmed it in time")
        PASSED_ON = "passed-on", _("asked others whether the entry is still right")
        CHECKED = "checked", _("compared it with the state register")
        CHECK_ENDED = "check-ended", _("the comparison with the state register no longer holds")
        UMBRELLA = "umbrella", _("recognized it as an umbrella organization")
        UMBRELLA_ENDED = "umbrella-ended", _("ended its recognition as an umbrella organization")
        MERGED = "merged", _("merged another entry into it")
        MERGED_AWAY = "merged-away", _("merged it into another entry")
        INVITED = "invited", _("invited somebody")
        INVITATION_WITHDRAWN = "invitation-withdrawn", _("withdrew an invitation")
        JOINED = "joined", _("joined")
        ROLE = "role", _("changed a role")
        LEFT = "left", _("left")
        REMOVED = "removed", _("ended a membership")
        HANDED_ON = "handed-on", _("handed on the ownership")
        CLAIMED = "claimed", _("asked to look after the entry")
        CLAIM_WITHDRAWN = "claim-withdrawn", _("withdrew the request to look after the entry")
        CLAIM_APPROVED = "claim-approved", _("approved a request to look after the entry")
        CLAIM_REFUSED = "claim-refused", _("refused a request to look after the entry")
        AFFILIATION_ASKED = "affiliation-asked", _("asked for membership in an umbrella organization")
        AFFILIATED = "affiliated", _("confirmed the membership in an umbrella organization")
        AFFILIATION_REFUSED = "affiliation-refused", _("refused the membership in an umbrella organization")
        AFFILIATION_ENDED = "affiliation-ended", _("ended the membership in an umbrella organization")
        DELEGATE = "delegate", _("named a delegate")
        DELEGATE_CONFIRMED = "delegate-confirmed", _("confirmed a delegate")
        DELEGATE_ENDED = "delegate-ended", _("ended a delegation")
        FIGURES_CONFIRMED = "figures-confirmed", _("confirmed figures")
        CAPACITY = "capacity", _("granted a capacity")
        CAPACITY_ENDED = "capacity-ended", _("ended a capacity")
        ASSISTED = "assisted", _("recorded somebody's consent to help")
        CODE = "code", _("made a hand-over code")
        HANDED_OVER = "handed-over", _("took the entry over from the helper")

    action = models.CharField(_("what"), max_length=24, choices=Action)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    #: The umbrella or agency in whose name it was done, or the other organization.
    other = models.ForeignKey(
        Organization, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    person = actor(_("whom it concerns"))
    actor = actor(_("who"))
    #: Done for somebody else, with their consent.
    helped = models.BooleanField(_("with help"), default=False)
    #: The organization's version that it led to, 0 where it has none.
    version = models.PositiveIntegerField(default=0)
    data = models.JSONField(_("details"), default=dict, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["organization", "-id"], name="change_by_organization")]

    def __str__(self) -> str:
        return f"{self.action} {self.organization_id or ''}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once. Raises UnchangeableError after that."""
        if not self._state.adding:
            raise UnchangeableError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise UnchangeableError
