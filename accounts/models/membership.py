"""Who belongs to an organization, and who is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.codes import Role
from accounts.models.organization import Organization, actor
from accounts.models.user import new_public_id

if TYPE_CHECKING:
    from typing import Self

_SALT = "khorshoo.invitation"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The read side."""

    def current(self) -> Self:
        """Those that have not ended, of people who may sign in."""
        return self.filter(ended_at__isnull=True, user__is_active=True)


class Membership(models.Model):
    """A person's role in an organization. An ended one stays, for the record."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = actor(_("ended by"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("since", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], condition=Q(ended_at__isnull=True), name="one_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The read side."""

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Somebody with this address is asked to join. The link in the mail is signed, and stored nowhere."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    invited_by = actor(_("invited by"))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = actor(_("accepted by"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.organization}"

    @property
    def key(self) -> str:
        """The part of the mail's link that nobody can make up."""
        return signing.Signer(salt=_SALT).sign(self.public_id)

    @classmethod
    def by_key(cls, key: str) -> Invitation | None:
        """The invitation of a link, whatever became of it; None for a link that is not ours."""
        try:
            public_id = signing.Signer(salt=_SALT).unsign(key)
        except signing.BadSignature:
            return None
        return cls.objects.select_related("organization", "invited_by").filter(public_id=public_id).first()

    @property
    def state(self) -> str:
        """open, accepted, withdrawn or expired."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if self.expires_at > timezone.now() else "expired"
