"""What a person tells of themselves, and who sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import places

from .capacity import Capacity
from .user import User

if TYPE_CHECKING:
    from typing import Self

    from django.contrib.auth.models import AnonymousUser
    from django.db.models.fields.related_descriptors import RelatedManager
    from django.utils.functional import _StrPromise


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Profiles by who may see them."""

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """What this reader may see; `Profile.is_visible_to` asks the same of one."""
        open_ones = Q(hidden_at=None, user__is_active=True, user__deletion_due_at=None, user__erased_at=None)
        if not viewer.is_authenticated:
            return self.filter(open_ones, audience=Profile.Audience.EVERYONE)
        return self.filter(open_ones | Q(user=viewer, user__erased_at=None))

    def listed(self) -> Self:
        """Those whose owners agreed to stand in the list; auditors as long as the agency's word for them holds."""
        auditor = Capacity.objects.current().filter(person=OuterRef("user"), kind=Capacity.Kind.AUDITOR)
        return self.exclude(listed_at=None).filter(~Q(trade=Profile.Trade.AUDITOR) | Exists(auditor))

    def for_list(self) -> Self:
        """With all that a row of the list shows, by name."""
        return self.select_related("user").prefetch_related("practice").order_by("user__name", "pk")


class Profile(models.Model):
    """A person as others see them. Who never opened the form has none: `Profile.of` gives an empty one."""

    class Audience(models.TextChoices):
        """Who sees it."""

        MEMBERS = "members", _("People who have signed in")
        EVERYONE = "everyone", _("Everybody, without signing in too")

    class Part(models.TextChoices):
        """What of it can be kept to oneself. The name is always seen."""

        PHOTO = "photo", _("Photo")
        ABOUT = "about", _("About me")
        PLACE = "place", _("Place")
        FIELDS = "fields", _("Fields of practice")
        LANGUAGE = "language", _("Language")

    class Trade(models.TextChoices):
        """As what somebody stands in the list. An auditor needs the agency's word for it."""

        PRACTITIONER = "practitioner", _("Practitioner")
        ADVISER = "adviser", _("Adviser")
        AUDITOR = "auditor", _("Auditor")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    about = models.TextField(_("about me"), max_length=600, blank=True)
    place = models.CharField(_("place"), max_length=4, blank=True)
    audience = models.CharField(_("who sees it"), max_length=10, choices=Audience, default=Audience.MEMBERS)
    #: Parts that others do not see, parted by blanks: so a list can be narrowed by those that they do.
    kept_back = models.CharField(_("parts that others do not see"), max_length=60, blank=True)
    trade = models.CharField(_("in the list as"), max_length=20, choices=Trade, blank=True)
    #: When its owner agreed to stand in the list of practitioners; None: does not stand there.
    listed_at = models.DateTimeField(_("in the list since"), null=True, blank=True)
    #: A moderator took it away from others' eyes.
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects: ClassVar[ProfileQuerySet] = ProfileQuerySet.as_manager()  # type: ignore[assignment]

    if TYPE_CHECKING:
        practice: RelatedManager[PracticeField]

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        indexes = [
            models.Index(fields=["place"], condition=~Q(listed_at=None), name="listed_by_place"),
        ]

    def __str__(self) -> str:
        return self.user.shown_name

    @classmethod
    def of(cls, person: User) -> Profile:
        """The person's profile, an empty one (not stored) if there is none."""
        found: Profile | None = getattr(person, "profile", None)
        return found or cls(user=person)

    def is_visible_to(self, viewer: User | AnonymousUser) -> bool:
        """Whether this reader may see it; `ProfileQuerySet.visible_to` asks the same of many."""
        person = self.user
        if person.erased_at:
            return False
        if viewer.is_authenticated and viewer.pk == person.pk:
            return True
        if self.hidden_at or person.deletion_due_at or not person.is_active:
            return False
        return viewer.is_authenticated or self.audience == self.Audience.EVERYONE

    def shows(self, part: str) -> bool:
        """Whether others see this part of it."""
        return part not in self.kept_back.split()

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the list; `ProfileQuerySet.listed` asks the same of many."""
        return self.pk is not None and Profile.objects.listed().filter(pk=self.pk).exists()

    @property
    def shown(self) -> dict[str, bool]:
        """For each part whether others see it."""
        return {part: self.shows(part) for part in self.Part.values}

    @property
    def place_name(self) -> str:
        """The place with what is above it, "" for none and for a code that no place has any more."""
        return places.place(self.place).path_name() if places.has(self.place) else ""

    @property
    def fields(self) -> list[_StrPromise | str]:
        """The names of the fields of practice, in the order in which they are offered."""
        if self._state.adding:
            return []
        own = {row.field for row in self.practice.all()}
        return [choice.label for choice in PracticeField.Field if choice.value in own]


class PracticeField(models.Model):
    """A field in which somebody can help others."""

    class Field(models.TextChoices):
        """What cooperatives ask for."""

        FOUNDING = "founding", _("Founding, charter")
        GOVERNANCE = "governance", _("Governance, meetings")
        ACCOUNTING = "accounting", _("Accounting, taxes")
        AUDIT = "audit", _("Audit, internal control")
        LAW = "law", _("Law, contracts")
        CREDIT = "credit", _("Savings and loans")
        MARKETING = "marketing", _("Sales, brand")
        LIVESTOCK = "livestock", _("Livestock")
        CROPS = "crops", _("Crop farming")
        PROCESSING = "processing", _("Processing")
        DIGITAL = "digital", _("Digital tools")
        TRAINING = "training", _("Training")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="practice")
    field = models.CharField(_("field of practice"), max_length=20, choices=Field)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "field"], name="one_row_a_field")]

    def __str__(self) -> str:
        return self.get_field_display()


class Photo(models.Model):
    """A person's photo: small, drawn anew (accounts.pictures), kept with the row, so that it goes where that goes."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="photo")
    content = models.BinaryField()
    #: Stands in its address, so that a new one is asked for.
    mark = models.CharField(max_length=24)

    def __str__(self) -> str:
        return str(self.profile)
