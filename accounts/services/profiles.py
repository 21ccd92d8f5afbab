"""Profiles: what a person tells of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Photo, PracticeField, Profile, User
from accounts.names import check_name, tidy_name
from accounts.permissions.people import may_edit_profile
from accounts.pictures import clean_picture
from accounts.trades import may_stand_as

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Side of a photo, in pixels.
PHOTO_SIDE = 320


class ProfileChangedError(Exception):
    """It was saved elsewhere since the form was opened; `now` is how it stands."""

    def __init__(self, now: Profile) -> None:
        super().__init__("the profile was changed since the form was opened")
        self.now = now


@transaction.atomic
def save_profile(*, user: Any, person: User, version: int, values: Mapping[str, Any]) -> Profile:
    """Save the form of one's profile.

    version: that the form began from.
    values:  name, language, about, place, audience, kept_back, trade ("" stands not in the list), fields.
    Returns the profile as saved. Raises PermissionDenied for another's, ProfileChangedError where it was saved
    meanwhile, ValidationError for a name that is refused or a trade that nobody granted.
    """
    person, profile = _own(user, person)
    if profile.version != version:
        raise ProfileChangedError(profile)
    name = tidy_name(values["name"])
    if name != person.name:
        check_name(name, person)
    if values["trade"] and not may_stand_as(person, values["trade"]):
        raise ValidationError({"trade": _("Only those whom the agency named an auditor stand as one.")})
    person.name, person.language = name, values["language"]
    person.save(update_fields=["name", "language"])
    profile.about, profile.place = values["about"].strip(), values["place"]
    profile.audience, profile.kept_back = values["audience"], " ".join(sorted(values["kept_back"]))
    profile.trade = values["trade"]
    profile.listed_at = (profile.listed_at or timezone.now()) if values["trade"] else None
    _raise_version(profile)
    profile.practice.exclude(field__in=values["fields"]).delete()
    rows = [PracticeField(profile=profile, field=field) for field in values["fields"]]
    PracticeField.objects.bulk_create(rows, ignore_conflicts=True)
    return profile


@transaction.atomic
def set_photo(*, user: Any, person: User, file: Any) -> Photo:
    """Put a new photo in the place of the old one.

    file: as it was sent; kept is a picture drawn from it.
    Raises PermissionDenied for another's profile, ValidationError with the reason where the file is refused.
    """
    _person, profile = _own(user, person)
    clean = clean_picture(file, PHOTO_SIDE, square=True)
    photo, _made = Photo.objects.update_or_create(
        profile=profile,
        defaults={"content": clean.read(), "mark": (clean.name or "").partition(".")[0]},
    )
    return photo


@transaction.atomic
def remove_photo(*, user: Any, person: User) -> None:
    """Forget the photo. Raises PermissionDenied for another's profile."""
    _person, profile = _own(user, person)
    Photo.objects.filter(profile=profile).delete()


def _own(user: Any, person: User) -> tuple[User, Profile]:
    """The person and their profile, made if there is none, kept for this transaction alone."""
    if not may_edit_profile(user, person):
        raise PermissionDenied
    return User.objects.select_for_update().get(pk=person.pk), _locked(person)


def _locked(person: User) -> Profile:
    profile, _made = Profile.objects.get_or_create(user=person)
    return Profile.objects.select_for_update().get(pk=profile.pk)


def _raise_version(profile: Profile) -> None:
    profile.version += 1
    profile.updated_at = timezone.now()
    profile.save()
