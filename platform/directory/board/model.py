"""An offer or a need of an organization."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.codes import Activity
from accounts.models import Membership, Organization, new_public_id
from accounts.models.organization import LISTED, actor
from accounts.permissions.organizations import may_manage_organizations
from accounts.permissions.people import may_decide_reports
from core.places import has, place

if TYPE_CHECKING:
    from typing import Self

_CYRILLIC = re.compile("[а-яёөү]", re.IGNORECASE)


class PostQuerySet(models.QuerySet["Post"]):
    """The read side."""

    def public(self) -> Self:
        """What everybody may see: lists, pages, search, the sitemap, counts all ask here."""
        return self.filter(
            organization__status__in=LISTED,
            withdrawn_at=None,
            hidden_at=None,
            until__gte=timezone.localdate(),
        )

    def visible_to(self, user: Any) -> Self:
        """What this person may see: also what has ended or is hidden of their own organizations; the agency all."""
        if may_manage_organizations(user) or may_decide_reports(user):
            return self
        if not user.is_authenticated:
            return self.public()
        own = Membership.objects.current().filter(organization=OuterRef("organization"), user=user)
        public = self.model.objects.public().filter(pk=OuterRef("pk"))
        return self.filter(Exists(own) | Exists(public))

    def overdue(self) -> Self:
        """Those whose day has passed since it was last looked."""
        return self.filter(until__lt=timezone.localdate(), ended_at=None)

    def for_list(self) -> Self:
        """With all that a row shows: one query however many; the newest first."""
        return self.select_related("organization").order_by("-since", "-pk")


class Post(models.Model):
    """What an organization offers, or needs, until a day."""

    class Kind(models.TextChoices):
        """Which of the two."""

        OFFER = "offer", pgettext_lazy("board", "offer")
        NEED = "need", pgettext_lazy("board", "need")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="posts")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=2000)
    place = models.CharField(_("place"), max_length=4)
    sector = models.CharField(_("sector"), max_length=6, choices=Activity)
    until = models.DateField(_("until"))
    #: Since when it stands there: when it was written, or put up again after its end.
    since = models.DateTimeField(default=timezone.now, editable=False)
    created_by = actor(_("written by"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    #: When the schedule saw that its day has passed, and took it out of kept pages and the search index.
    ended_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    #: A moderator took it away from others' eyes.
    hidden_at = models.DateTimeField(null=True, editable=False)
    token = models.CharField(max_length=64, unique=True, editable=False)
    #: Raised with every change: who saves over another's change is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        ordering = ("-since", "-pk")
        indexes = [
            models.Index(
                fields=["until", "sector"],
                condition=Q(withdrawn_at=None, hidden_at=None),
                name="posts_that_stand",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        """Whether its day has passed."""
        return self.until < timezone.localdate()

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it; `PostQuerySet.public` asks the same of many."""
        taken_away = self.withdrawn_at or self.hidden_at
        return not taken_away and not self.has_ended and self.organization.is_public

    @property
    def state(self) -> str:
        """hidden, withdrawn, ended or open."""
        if self.hidden_at:
            return "hidden"
        if self.withdrawn_at:
            return "withdrawn"
        return "ended" if self.has_ended else "open"

    @property
    def opposite(self) -> Post.Kind:
        """The kind that answers this one."""
        return self.Kind.NEED if self.kind == self.Kind.OFFER else self.Kind.OFFER

    @property
    def language(self) -> str:
        """Which the author wrote in, for those who read it aloud."""
        return "mn" if _CYRILLIC.search(f"{self.title} {self.text}") else "en"

    @property
    def place_name(self) -> str:
        """The place with what is above it."""
        return place(self.place).path_name() if has(self.place) else ""


def last_day() -> dt.date:
    """The latest day that one can be open until."""
    return timezone.localdate() + LONGEST


def usual_day() -> dt.date:
    """The day that is offered, and that one put up again gets."""
    return timezone.localdate() + USUAL


#: A year has all seasons in it: what is wanted in the next one is said anew, so that nothing lies there forgotten.
LONGEST = dt.timedelta(days=365)
#: Long enough for somebody who comes to the centre of the soum once a month.
USUAL = dt.timedelta(days=60)
