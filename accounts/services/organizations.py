"""Entering an organization, changing what it says of itself, having it listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.codes import Purpose, Role, Status
from accounts.editing import (
    changed,
    check_version,
    end_register_check,
    helps,
    locked,
    new_draft,
    require,
    say_who,
    show_anew,
    tidy,
)
from accounts.models import (
    Assistance,
    Certificate,
    Change,
    Contact,
    Membership,
    Organization,
    PublicationConsent,
    RegisterCheck,
    YearFigures,
)
from accounts.permissions import organizations as permissions
from accounts.similar import key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.core.files.base import File
    from django.db import models

#: What stands in several rows: its model, and what the log says of a change.
ROWS: dict[str, tuple[type[models.Model], Change.Action]] = {
    "figures": (YearFigures, Change.Action.FIGURES),
    "contacts": (Contact, Change.Action.CONTACTS),
    "certificates": (Certificate, Change.Action.CERTIFICATES),
}
#: So many years later no figures are kept.
_ASIDE = 10_000


@transaction.atomic
def enter_organization(*, user: Any, values: Mapping[str, Any], token: str, source: str = "") -> Organization:
    """A new entry: a draft that this person owns.

    values: of `DETAILS`.
    token:  from the form, good for one: the same form sent again gives the first one's entry.
    Raises PermissionDenied.
    """
    require(permissions.may_enter_organization(user))
    organization = new_draft(user=user, values=values, token=token, source=source)
    if not organization.memberships.exists() and organization.entered_by == user:
        Membership.objects.create(user=user, organization=organization, role=Role.OWNER)
    return organization


@transaction.atomic
def save_details(
    *, user: Any, organization: Organization, values: Mapping[str, Any], version: int, source: str = ""
) -> Organization:
    """Change what it says of itself.

    version: what the person's form began from.
    Raises PermissionDenied; EditConflictError where somebody else saved meanwhile.
    """
    organization = locked(organization)
    require(permissions.may_edit_organization(user, organization))
    check_version(organization, version, Change.Action.EDITED)
    differs = {
        field: [getattr(organization, field), value]
        for field, value in tidy(values).items()
        if getattr(organization, field) != value
    }
    if not differs:
        return organization
    for field, (_old, value) in differs.items():
        setattr(organization, field, value)
    organization.name_key = key_of(organization.name_mn)
    changed(organization, user=user, action=Change.Action.EDITED, data={"fields": differs})
    say_who(organization, differs, user=user, source=source)
    if differs.keys() & set(RegisterCheck.COMPARED):
        end_register_check(organization, user=user)
    show_anew(organization)
    return organization


@transaction.atomic
def save_rows(
    *, user: Any, organization: Organization, kind: str, rows: Sequence[Mapping[str, Any]], version: int
) -> Organization:
    """Change figures, contacts or certificates.

    kind: of `ROWS`.
    rows: fields of each; "id" of one that is there already, "delete" for one that goes.
    Raises PermissionDenied, EditConflictError; ValidationError where the year is there already.
    """
    organization = locked(organization)
    require(permissions.may_edit_organization(user, organization))
    model, action = ROWS[kind]
    check_version(organization, version, action)
    known = {row.pk: row for row in model._default_manager.filter(organization=organization)}
    _make_room(known, rows)
    told: list[dict[str, Any]] = []
    for values in sorted(rows, key=lambda values: not values.get("delete")):  # those that go make room
        row = known.get(values.get("id") or 0)
        if values.get("delete"):
            if row is not None:
                told.append({"removed": _told(row)})
                row.delete()
            continue
        fresh = {name: value for name, value in values.items() if name not in {"id", "delete"}}
        if row is not None and all(getattr(row, name) == value for name, value in fresh.items()):
            continue
        row = row or model(organization=organization)
        for name, value in fresh.items():
            setattr(row, name, value)
        if isinstance(row, YearFigures):  # another number is nobody's confirmed number
            row.confirmed_in = row.confirmed_by = row.confirmed_at = None
            row.said_by = user
        row.validate_constraints()
        row.save()
        told.append({"saved": _told(row)})
    if told:
        changed(organization, user=user, action=action, data={"rows": told})
        say_who(organization, [kind], user=user)
        show_anew(organization)
    return organization


def _make_room(known: Mapping[int, models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of figures that get another year leave theirs first, so that two can take each other's."""
    moved = [
        values["id"]
        for values in rows
        if isinstance(row := known.get(values.get("id") or 0), YearFigures)
        and not values.get("delete")
        and values["year"] != row.year
    ]
    YearFigures.objects.filter(pk__in=moved).update(year=F("year") + _ASIDE)


def _told(row: models.Model) -> dict[str, Any]:
    """What the log may say of a row: of a contact only its kind and who sees it."""
    if isinstance(row, Contact):
        return {"kind": row.kind, "visibility": row.visibility}
    if isinstance(row, YearFigures):
        return {name: getattr(row, name) for name in ("year", "members", "women", "youth", "employees")}
    return {"name": str(row)}


@transaction.atomic
def set_logo(*, user: Any, organization: Organization, picture: File[bytes] | None) -> Organization:
    """Another logo, or none. The picture was checked and made anew before. Raises PermissionDenied."""
    organization = locked(organization)
    require(permissions.may_edit_organization(user, organization))
    old, storage = organization.logo.name, organization.logo.storage
    organization.logo = picture or ""
    changed(organization, user=user, action=Change.Action.LOGO)
    say_who(organization, ["logo"], user=user)
    if old:
        transaction.on_commit(lambda: storage.delete(old))
    show_anew(organization)
    return organization


@transaction.atomic
def set_consent(*, user: Any, organization: Organization, purposes: Collection[str]) -> Organization:
    """What it agrees to be published for; all else is taken back. Without the directory it is a draft again.

    Raises PermissionDenied.
    """
    organization = locked(organization)
    require(permissions.may_own(user, organization))
    now = timezone.now()
    current = {row.purpose: row for row in organization.consents.filter(withdrawn_at=None)}
    helped = helps(user, organization)
    help_given = Assistance.objects.open().filter(organization=organization, helper=user).first()
    given_for = help_given.person_name if helped and help_given else ""
    fresh = [purpose for purpose in Purpose.values if purpose in purposes and purpose not in current]
    gone = [purpose for purpose in Purpose.values if purpose in current and purpose not in purposes]
    for purpose in fresh:
        PublicationConsent.objects.create(
            organization=organization, purpose=purpose, given_by=user, given_for=given_for
        )
    for purpose in gone:
        current[purpose].withdrawn_at, current[purpose].withdrawn_by = now, user
        current[purpose].save(update_fields=["withdrawn_at", "withdrawn_by"])
    if fresh:
        changed(organization, user=user, action=Change.Action.CONSENT, data={"purposes": fresh})
    if gone:
        if Purpose.DIRECTORY in gone and organization.is_public:
            organization.status, organization.listing_asked_at = Status.DRAFT, None
        changed(organization, user=user, action=Change.Action.CONSENT_ENDED, data={"purposes": gone})
    show_anew(organization)
    return organization


@transaction.atomic
def ask_for_listing(*, user: Any, organization: Organization, umbrella: Organization | None) -> Organization:
    """Have the draft read by an umbrella (None: by the agency), so that it is listed.

    Raises PermissionDenied; ValidationError where nobody agreed to its publication.
    """
    organization = locked(organization)
    require(permissions.may_own(user, organization) and organization.status == Status.DRAFT)
    require(umbrella is None or umbrella.is_umbrella)
    if not organization.consents.filter(purpose=Purpose.DIRECTORY, withdrawn_at=None).exists():
        raise ValidationError(_("First agree that the entry may be shown in the directory."))
    if organization.listing_asked_at is not None and organization.listing_asked_of == umbrella:
        return organization
    organization.listing_asked_at, organization.listing_asked_of = timezone.now(), umbrella
    changed(organization, user=user, action=Change.Action.LISTING_ASKED, other=umbrella)
    if umbrella is not None:
        notices.tell(
            notices.spokespeople(umbrella),
            lambda: (
                _("An organization asks to be listed"),
                [_("Name: %(name)s") % {"name": organization.name}, _("Look at the entry, then decide.")],
            ),
            view="organization-desk",
            public_id=umbrella.public_id,
        )
    return organization


@transaction.atomic
def decide_listing(
    *, user: Any, organization: Organization, approve: bool, reason: str = "", version: int | None = None
) -> Organization:
    """List the draft, or send it back with a reason.

    version: that this person looked at.
    Raises EditConflictError for another version, PermissionDenied, ValidationError without reason.
    """
    organization = locked(organization)
    check_version(organization, version)
    require(permissions.may_list_organization(user, organization))
    umbrella = permissions.deciding_umbrella(user, organization)
    if not approve and not reason.strip():
        raise ValidationError({"reason": _("Write the reason: the other side reads it.")})
    if approve and not organization.consents.filter(purpose=Purpose.DIRECTORY, withdrawn_at=None).exists():
        raise ValidationError(_("Nobody has agreed yet that the entry may be shown in the directory."))
    organization.listing_asked_at = None
    if approve:
        organization.status = Status.LISTED
        organization.listed_by, organization.listed_at = user, timezone.now()
    action = Change.Action.LISTED if approve else Change.Action.LISTING_REFUSED
    changed(
        organization, user=user, action=action, other=umbrella, data={"reason": reason} if reason else None
    )
    show_anew(organization)
    notices.tell(
        notices.owners(organization),
        lambda: (
            _("Your organization is listed") if approve else _("The entry was sent back"),
            [
                _("Name: %(name)s") % {"name": organization.name},
                *([_("Reason: %(reason)s") % {"reason": reason}] if reason else []),
            ],
        ),
        view="organization",
        public_id=organization.public_id,
    )
    return organization
