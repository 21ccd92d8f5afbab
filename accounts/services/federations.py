"""Membership in umbrella organizations, delegates, and the figures that an umbrella confirms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.editing import changed, check_version, locked, require, show_anew
from accounts.models import Affiliation, Change, Delegate, Membership, Organization, YearFigures
from accounts.permissions import organizations as permissions

LIVING = (Affiliation.State.ASKED, Affiliation.State.CONFIRMED)


@transaction.atomic
def ask_affiliation(*, user: Any, umbrella: Organization, member: Organization) -> Affiliation:
    """Ask the other side to confirm that `member` belongs to `umbrella`; the link there is already, if any.

    From the member's side the umbrella decides, from the umbrella's side the member's owners; an entry that nobody
    owns yet is confirmed by the umbrella at once.
    Raises PermissionDenied; ValidationError where it would lead in a circle.
    """
    member = locked(member)
    umbrella = Organization.objects.get(pk=umbrella.pk)
    by_umbrella = permissions.may_speak_for_umbrella(user, umbrella)
    require(
        umbrella.is_umbrella
        and member.merged_into_id is None
        and (permissions.may_own(user, member) or (by_umbrella and member.is_public))
    )
    if member.pk == umbrella.pk or _is_above(member, umbrella):
        raise ValidationError(_("An organization can't belong to one of its own members."))
    there = Affiliation.objects.filter(umbrella=umbrella, member=member, state__in=LIVING).first()
    if there is not None:
        return there
    by_umbrella = not permissions.may_own(user, member)
    affiliation = Affiliation.objects.create(
        umbrella=umbrella, member=member, asked_by=user, asked_by_umbrella=by_umbrella
    )
    changed(member, user=user, action=Change.Action.AFFILIATION_ASKED, other=umbrella)
    if by_umbrella and not notices.owners(member).exists():
        return _decide(affiliation, member, user, Affiliation.State.CONFIRMED, "")
    people, side = (
        (notices.owners(member), member) if by_umbrella else (notices.spokespeople(umbrella), umbrella)
    )
    notices.tell(
        people,
        lambda: (
            _("A membership waits for your answer"),
            [_("%(member)s: member of %(umbrella)s") % {"member": member.name, "umbrella": umbrella.name}],
        ),
        view="organization-umbrellas" if by_umbrella else "organization-desk",
        public_id=side.public_id,
    )
    return affiliation


def _is_above(organization: Organization, below: Organization) -> bool:
    """Whether `below` belongs, over however many steps, to `organization`."""
    seen: set[int] = set()
    level = {below.pk}
    while level:
        seen |= level
        found = Affiliation.objects.filter(member__in=level, state__in=LIVING)
        level = set(found.values_list("umbrella", flat=True)) - seen
        if organization.pk in level:
            return True
    return False


def _locked(affiliation: Affiliation) -> tuple[Organization, Affiliation]:
    """The member and the link as they are now, kept for this transaction alone: the member first."""
    member = locked(affiliation.member)
    return member, Affiliation.objects.select_for_update().get(pk=affiliation.pk)


def _decide(
    affiliation: Affiliation, member: Organization, user: Any, state: Affiliation.State, reason: str
) -> Affiliation:
    affiliation.state, affiliation.reason = state, reason
    affiliation.decided_by, affiliation.decided_at = user, timezone.now()
    affiliation.save()
    confirmed = state == Affiliation.State.CONFIRMED
    changed(
        member,
        user=user,
        action=Change.Action.AFFILIATED if confirmed else Change.Action.AFFILIATION_REFUSED,
        other=affiliation.umbrella,
        data={"reason": reason} if reason else None,
    )
    show_anew(affiliation.member)
    return affiliation


@transaction.atomic
def decide_affiliation(
    *, user: Any, affiliation: Affiliation, confirm: bool, reason: str = "", version: int | None = None
) -> Affiliation:
    """Confirm or refuse.

    version: of the member, that this person looked at.
    Raises EditConflictError for another version, PermissionDenied; ValidationError for a refusal without a reason.
    """
    member, affiliation = _locked(affiliation)
    check_version(member, version)
    require(permissions.may_decide_affiliation(user, affiliation))
    if not confirm and not reason.strip():
        raise ValidationError({"reason": _("Write the reason: the other side reads it.")})
    affiliation = _decide(
        affiliation,
        member,
        user,
        Affiliation.State.CONFIRMED if confirm else Affiliation.State.REFUSED,
        reason.strip(),
    )
    umbrella = affiliation.umbrella
    if not affiliation.asked_by_umbrella:
        notices.tell(
            notices.owners(member),
            lambda: (
                _("The membership is confirmed") if confirm else _("The membership was not confirmed"),
                [
                    _("%(member)s: member of %(umbrella)s")
                    % {"member": member.name, "umbrella": umbrella.name},
                    *([_("Reason: %(reason)s") % {"reason": reason}] if reason else []),
                ],
            ),
            view="organization-umbrellas",
            public_id=member.public_id,
        )
    return affiliation


@transaction.atomic
def end_affiliation(
    *, user: Any, affiliation: Affiliation, reason: str = "", version: int | None = None
) -> Affiliation:
    """End it, or take the request back. What the umbrella confirmed no longer counts.

    version: of the member, that this person looked at.
    Raises EditConflictError for another version, PermissionDenied.
    """
    member, affiliation = _locked(affiliation)
    check_version(member, version)
    require(permissions.may_end_affiliation(user, affiliation))
    affiliation.state, affiliation.reason = Affiliation.State.ENDED, reason.strip()
    affiliation.ended_at, affiliation.ended_by = timezone.now(), user
    affiliation.save()
    affiliation.delegates.filter(ended_at=None).update(ended_at=affiliation.ended_at)
    changed(
        member,
        user=user,
        action=Change.Action.AFFILIATION_ENDED,
        other=affiliation.umbrella,
        data={"reason": reason} if reason else None,
    )
    show_anew(affiliation.member)
    return affiliation


@transaction.atomic
def name_delegate(*, user: Any, affiliation: Affiliation, person: Any) -> Delegate:
    """Name a member of the organization as its delegate. Raises PermissionDenied, ValidationError."""
    member, affiliation = _locked(affiliation)
    require(permissions.may_manage_people(user, member) and affiliation.state in LIVING)
    if not Membership.objects.current().filter(organization=member, user=person).exists():
        raise ValidationError(_("A delegate belongs to the organization."))
    delegate, made = Delegate.objects.get_or_create(
        affiliation=affiliation, person=person, ended_at=None, defaults={"named_by": user}
    )
    if made:
        _note_delegate(Change.Action.DELEGATE, user, delegate, member)
    return delegate


@transaction.atomic
def confirm_delegate(*, user: Any, delegate: Delegate, version: int | None = None) -> Delegate:
    """The umbrella takes note.

    version: of the member, that this person looked at.
    Raises EditConflictError for another version, PermissionDenied.
    """
    member = locked(delegate.affiliation.member)
    check_version(member, version)
    delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
    require(permissions.may_confirm_for(user, delegate.affiliation) and delegate.ended_at is None)
    if delegate.confirmed_at is None:
        delegate.confirmed_by, delegate.confirmed_at = user, timezone.now()
        delegate.save()
        _note_delegate(Change.Action.DELEGATE_CONFIRMED, user, delegate, member)
    return delegate


@transaction.atomic
def end_delegation(*, user: Any, delegate: Delegate) -> Delegate:
    """The person no longer speaks for the organization there. Raises PermissionDenied."""
    member = locked(delegate.affiliation.member)
    delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
    require(permissions.may_end_delegation(user, delegate))
    delegate.ended_at = timezone.now()
    delegate.save()
    _note_delegate(Change.Action.DELEGATE_ENDED, user, delegate, member)
    return delegate


def _note_delegate(action: Change.Action, user: Any, delegate: Delegate, member: Organization) -> None:
    changed(member, user=user, action=action, other=delegate.affiliation.umbrella, person=delegate.person)


@transaction.atomic
def confirm_figures(
    *, user: Any, affiliation: Affiliation, figures: YearFigures, version: int | None = None
) -> YearFigures:
    """The umbrella says that a member's figures of a year are right.

    version: of the member, that this person looked at.
    Raises EditConflictError for another version, PermissionDenied.
    """
    member, affiliation = _locked(affiliation)
    check_version(member, version)
    figures = YearFigures.objects.select_for_update().get(pk=figures.pk, organization=member)
    require(permissions.may_confirm_figures(user, affiliation, figures))
    figures.confirmed_in, figures.confirmed_by, figures.confirmed_at = affiliation, user, timezone.now()
    figures.save()
    changed(
        member,
        user=user,
        action=Change.Action.FIGURES_CONFIRMED,
        other=affiliation.umbrella,
        data={"year": figures.year, "members": figures.members},
    )
    show_anew(affiliation.member)
    return figures
