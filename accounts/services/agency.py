"""What the agency's staff does with entries: comparing with the state register, recognizing umbrellas, merging."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import attached, hiding
from accounts.codes import RANK, Level, Role, Status
from accounts.editing import (
    DETAILS,
    changed,
    check_version,
    end_register_check,
    locked,
    require,
    show_anew,
)
from accounts.models import (
    Affiliation,
    Assistance,
    Capacity,
    Change,
    Claim,
    Invitation,
    Letter,
    Membership,
    Organization,
    PublicationConsent,
    RegisterCheck,
    Report,
    YearFigures,
)
from accounts.permissions import organizations as permissions
from accounts.reportable import type_of

#: Levels whose organizations have others as members.
ABOVE = (Level.SECONDARY, Level.UNION, Level.APEX)


@transaction.atomic
def check_register(*, user: Any, organization: Organization, version: int | None = None) -> RegisterCheck:
    """Name, legal form and number are as in the state register, today.

    version: that this person looked at.
    Raises PermissionDenied; EditConflictError for another version; ValidationError where no number is given.
    """
    organization = _to_decide(user, organization, version)
    if not organization.registration_number:
        raise ValidationError(_("The entry has no registration number."))
    RegisterCheck.objects.filter(organization=organization, ended_at=None).update(ended_at=timezone.now())
    check = RegisterCheck.objects.create(
        organization=organization, number=organization.registration_number, checked_by=user
    )
    if organization.status == Status.UNCONFIRMED:
        organization.status = Status.LISTED
    changed(organization, user=user, action=Change.Action.CHECKED)
    show_anew(organization)
    return check


@transaction.atomic
def set_umbrella(
    *, user: Any, organization: Organization, recognized: bool, version: int | None = None
) -> Organization:
    """Let it confirm others, or no longer: then all that it confirmed no longer counts.

    version: that this person looked at.
    Raises PermissionDenied; EditConflictError for another version; ValidationError for what is not listed, or has
    people as members.
    """
    organization = _to_decide(user, organization, version)
    if recognized and (organization.status != Status.LISTED or organization.level not in ABOVE):
        raise ValidationError(_("Only a listed union or secondary organization can confirm others."))
    if (organization.umbrella_since is not None) == recognized:
        return organization
    organization.umbrella_since = timezone.now() if recognized else None
    action = Change.Action.UMBRELLA if recognized else Change.Action.UMBRELLA_ENDED
    changed(organization, user=user, action=action)
    show_anew(organization)
    return organization


@transaction.atomic
def set_hidden(
    *, user: Any, organization: Organization, hidden: bool, reason: str, version: int | None = None
) -> Organization:
    """Take an entry out of sight, or show it again as it was before.

    version: that this person looked at.
    Raises PermissionDenied; EditConflictError for another version; ValidationError without a reason.
    """
    organization = _to_decide(user, organization, version)
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason: the other side reads it.")})
    if hidden:
        hiding.hide(organization, user=user, reason=reason.strip())
    else:
        hiding.show(organization, user=user, reason=reason.strip())
    return organization


def _to_decide(user: Any, organization: Organization, version: int | None) -> Organization:
    """The locked entry, if the agency's staff may decide on it and it is still as they saw it."""
    organization = locked(organization)
    require(permissions.may_manage_organizations(user) and organization.merged_into_id is None)
    require(not permissions.belongs(user, organization))
    check_version(organization, version)
    return organization


@transaction.atomic
def merge_organizations(
    *, user: Any, keep: Organization, gone: Organization, versions: dict[int, int] | None = None
) -> Organization:
    """Two entries of one organization become one: people, links, figures, history go to `keep`.

    What `keep` does not say, `gone` says for it. `gone` stays as a hidden row that points to `keep`.
    versions: those that this person looked at, by key.
    Raises PermissionDenied; EditConflictError for other versions; ValidationError for an entry with itself, or one
    that is merged already.
    """
    first, second = sorted([keep, gone], key=lambda one: one.pk)
    rows = {one.pk: one for one in (locked(first), locked(second))}
    keep, gone = rows[keep.pk], rows[gone.pk]
    require(permissions.may_manage_organizations(user))
    require(not any(_has_a_hand_in(user, one) for one in (keep, gone)))
    for one in (keep, gone):
        check_version(one, versions.get(one.pk, 0) if versions is not None else None)
    if keep.pk == gone.pk or keep.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("These two can't be merged."))
    learned = {name for name in (*DETAILS, "logo") if not getattr(keep, name) and getattr(gone, name)}
    for field in learned:
        setattr(keep, field, getattr(gone, field))
        keep.field_sources.filter(field=field).delete()
        gone.field_sources.filter(field=field).update(organization=keep)
    if learned & set(RegisterCheck.COMPARED):
        end_register_check(keep, user=user)
    _move_people(keep, gone, user)
    _move_affiliations(keep, gone)
    _move_rows(keep, gone)
    if keep.status == Status.DRAFT and gone.is_public:
        keep.status, keep.listed_by, keep.listed_at = gone.status, gone.listed_by, gone.listed_at
    keep.umbrella_since = keep.umbrella_since or gone.umbrella_since
    gone.merged_into, gone.status, gone.umbrella_since = keep, Status.HIDDEN, None
    gone.logo = ""
    end_register_check(gone, user=user)
    Organization.objects.filter(merged_into=gone).update(merged_into=keep)
    changed(gone, user=user, action=Change.Action.MERGED_AWAY, other=keep)
    changed(keep, user=user, action=Change.Action.MERGED, other=gone, data={"name": gone.name_mn})
    show_anew(keep, gone)
    return keep


def _has_a_hand_in(user: Any, organization: Organization) -> bool:
    return permissions.role_in(user, organization) is not None or permissions.is_helper(user, organization)


def _move_people(keep: Organization, gone: Organization, user: Any) -> None:
    """Memberships; who is in both keeps the greater role. Invitations to both: the one to `keep` stays."""
    own = {m.user_id: m for m in Membership.objects.filter(organization=keep, ended_at=None)}
    for membership in Membership.objects.filter(organization=gone):
        there = own.get(membership.user_id) if membership.ended_at is None else None
        if there is not None:
            if RANK[Role(membership.role)] > RANK[Role(there.role)]:
                there.role = membership.role
                there.save(update_fields=["role"])
            membership.ended_at, membership.ended_by = timezone.now(), user
        membership.organization = keep
        membership.save(update_fields=["organization", "ended_at", "ended_by"])
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    taken = list(waiting.filter(organization=keep).values_list("email", flat=True))
    waiting.filter(organization=gone, email__in=taken).update(withdrawn_at=timezone.now())
    Invitation.objects.filter(organization=gone).update(organization=keep)
    claimed = Claim.objects.filter(organization=keep, state=Claim.State.WAITING).values("claimant")
    Claim.objects.filter(organization=gone, state=Claim.State.WAITING, claimant__in=claimed).update(
        state=Claim.State.WITHDRAWN
    )
    Claim.objects.filter(organization=gone).update(organization=keep)
    Assistance.objects.close(gone)
    if Membership.objects.current().filter(organization=keep, role=Role.OWNER).exists():
        Assistance.objects.close(keep)
    Assistance.objects.filter(organization=gone).update(organization=keep)
    taken_over = Capacity.objects.filter(organization=keep, ended_at=None).values("person", "kind")
    for row in taken_over:
        Capacity.objects.filter(organization=gone, ended_at=None, **row).update(ended_at=timezone.now())
    Capacity.objects.filter(organization=gone).update(organization=keep)


def _move_affiliations(keep: Organization, gone: Organization) -> None:
    """Its umbrellas and its members; a link that `keep` has already, or that would lead to itself, ends."""
    living = [Affiliation.State.ASKED, Affiliation.State.CONFIRMED]
    for side, other in (("member", "umbrella"), ("umbrella", "member")):
        mine = {
            getattr(a, f"{other}_id"): a for a in Affiliation.objects.filter(**{side: keep}, state__in=living)
        }
        for link in Affiliation.objects.filter(**{side: gone}):
            opposite = getattr(link, f"{other}_id")
            if opposite == keep.pk:
                if link.state in living:
                    _end_link(link, None)
                    link.save(update_fields=["state", "ended_at"])
                continue
            there = mine.get(opposite) if link.state in living else None
            if there is not None:
                if link.state == Affiliation.State.CONFIRMED and there.state == Affiliation.State.ASKED:
                    there.state, there.decided_by, there.decided_at = (
                        link.state,
                        link.decided_by,
                        link.decided_at,
                    )
                    there.save(update_fields=["state", "decided_by", "decided_at"])
                _end_link(link, there)
            setattr(link, side, keep)
            link.save()


def _end_link(link: Affiliation, there: Affiliation | None) -> None:
    """What it gave goes over to the link that stands for it, once for each person; without one it ends."""
    now = timezone.now()
    link.state, link.ended_at = Affiliation.State.ENDED, now
    delegates = link.delegates.filter(ended_at=None)
    if there is not None:
        known = there.delegates.filter(ended_at=None).values("person")
        delegates.exclude(person__in=known).update(affiliation=there)
        YearFigures.objects.filter(confirmed_in=link).update(confirmed_in=there)
    delegates.update(ended_at=now)


def _move_rows(keep: Organization, gone: Organization) -> None:
    """Figures of years that `keep` has not, contacts, certificates, consents, checks of the register."""
    years = keep.figures.values("year")
    gone.figures.exclude(year__in=years).update(organization=keep)
    known = set(keep.contacts.values_list("kind", "value"))
    for contact in gone.contacts.all():
        if (contact.kind, contact.value) not in known:
            contact.organization = keep
            contact.save(update_fields=["organization"])
    gone.certificates.update(organization=keep)
    given = keep.consents.filter(withdrawn_at=None).values("purpose")
    gone.consents.exclude(withdrawn_at=None, purpose__in=given).update(organization=keep)
    PublicationConsent.objects.filter(organization=gone).update(withdrawn_at=timezone.now())
    Report.objects.filter(target_type=type_of(gone), target_id=gone.pk).update(target_id=keep.pk)
    Letter.objects.filter(organization=gone).update(organization=keep)
    attached.move(keep, gone)
