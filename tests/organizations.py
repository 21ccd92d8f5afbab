"""Organizations, and people with a role in them, for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.codes import Level, Purpose, Role, Status
from accounts.models import (
    Affiliation,
    Capacity,
    Membership,
    Organization,
    PublicationConsent,
    User,
)
from accounts.similar import key_of
from tests import people


def organization(name: str = "Ноос", **more: Any) -> Organization:
    """Listed unless told otherwise, of Nariinteel, owned by nobody."""
    values: dict[str, Any] = {"status": Status.LISTED, "place": "6231", "name_key": key_of(name), **more}
    made = Organization.objects.create(name_mn=name, **values)
    if made.status == Status.LISTED:
        PublicationConsent.objects.create(organization=made, purpose=Purpose.DIRECTORY)
    return made


def member(made: Organization, name: str, role: str = Role.OWNER) -> User:
    """Somebody new with this role there."""
    user = people.person(name)
    Membership.objects.create(user=user, organization=made, role=role)
    return user


def umbrella(name: str = "Холбоо", **more: Any) -> Organization:
    """A union that may confirm others."""
    return organization(name, level=Level.UNION, umbrella_since=timezone.now(), **more)


def confirmed(below: Organization, above: Organization, by: User | None = None) -> Affiliation:
    """`below` is a confirmed member of `above`."""
    return Affiliation.objects.create(
        umbrella=above,
        member=below,
        state=Affiliation.State.CONFIRMED,
        decided_by=by,
        decided_at=timezone.now(),
    )


def officer(name: str = "officer") -> User:
    """Works for an agency, and may enter for others."""
    agency = Organization.objects.filter(level=Level.AGENCY).first() or organization(
        "Агентлаг", level=Level.AGENCY, place=""
    )
    user = member(agency, name, Role.MEMBER)
    Capacity.objects.create(person=user, kind=Capacity.Kind.AGENCY, organization=agency)
    return user
