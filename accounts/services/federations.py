"""Membership in umbrella organizations, delegates, and the figures that an umbrella confirms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.changelog import note
from accounts.editing import helps, locked, require, show_anew
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
    note(
        Change.Action.AFFILIATION_ASKED,
        user=user,
        organization=member,
        other=umbrella,
        helped=helps(user, member),
    )
    if by_umbrella and not notices.owners(member).exists():
        return _decide(affiliation, user, Affiliation.State.CONFIRMED, "")
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


def _decide(affiliation: Affiliation, user: Any, state: Affiliation.State, reason: str) -> Affiliation:
    affiliation.state, affiliation.reason = state, reason
    affiliation.decided_by, affiliation.decided_at = user, timezone.now()
    affiliation.save()
    confirmed = state == Affiliation.State.CONFIRMED
    note(
        Change.Action.AFFILIATED if confirmed else Change.Action.AFFILIATION_REFUSED,
        user=user,
        organization=affiliation.member,
        other=affiliation.umbrella,
        data={"reason": reason} if reason else None,
    )
    show_anew(affiliation.member)
    return affiliation


@transaction.atomic
def decide_affiliation(
    *, user: Any, affiliation: Affiliation, confirm: bool, reason: str = ""
) -> Affiliation:
    """Confirm or refuse. Raises PermissionDenied; ValidationError for a refusal without a reason."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    require(permissions.may_decide_affiliation(user, affiliation))
    if not confirm and not reason.strip():
        raise ValidationError({"reason": _("Write the reason: the other side reads it.")})
    affiliation = _decide(
        affiliation,
        user,
        Affiliation.State.CONFIRMED if confirm else Affiliation.State.REFUSED,
        reason.strip(),
    )
    member, umbrella = affiliation.member, affiliation.umbrella
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
def end_affiliation(*, user: Any, affiliation: Affiliation, reason: str = "") -> Affiliation:
    """End it, or take the request back. What the umbrella confirmed no longer counts. Raises PermissionDenied."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    require(permissions.may_end_affiliation(user, affiliation))
    affiliation.state, affiliation.reason = Affiliation.State.ENDED, reason.strip()
    affiliation.ended_at, affiliation.ended_by = timezone.now(), user
    affiliation.save()
    affiliation.delegates.filter(ended_at=None).update(ended_at=affiliation.ended_at)
    note(
        Change.Action.AFFILIATION_ENDED,
        user=user,
        organization=affiliation.member,
        other=affiliation.umbrella,
        helped=helps(user, affiliation.member),
        data={"reason": reason} if reason else None,
    )
    show_anew(affiliation.member)
    return affiliation


@transaction.atomic
def name_delegate(*, user: Any, affiliation: Affiliation, person: Any) -> Delegate:
    """Name a member of the organization as its delegate. Raises PermissionDenied, ValidationError."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    require(permissions.may_manage_people(user, affiliation.member) and affiliation.state in LIVING)
    if not Membership.objects.current().filter(organization=affiliation.member, user=person).exists():
        raise ValidationError(_("A delegate belongs to the organization."))
    delegate, made = Delegate.objects.get_or_create(
        affiliation=affiliation, person=person, ended_at=None, defaults={"named_by": user}
    )
    if made:
        note(
            Change.Action.DELEGATE,
            user=user,
            organization=affiliation.member,
            other=affiliation.umbrella,
            person=person,
        )
    return delegate


@transaction.atomic
def confirm_delegate(*, user: Any, delegate: Delegate) -> Delegate:
    """The umbrella takes note. Raises PermissionDenied."""
    delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
    require(permissions.may_confirm_for(user, delegate.affiliation) and delegate.ended_at is None)
    if delegate.confirmed_at is None:
        delegate.confirmed_by, delegate.confirmed_at = user, timezone.now()
        delegate.save()
        _note_delegate(Change.Action.DELEGATE_CONFIRMED, user, delegate)
    return delegate


@transaction.atomic
def end_delegation(*, user: Any, delegate: Delegate) -> Delegate:
    """The person no longer speaks for the organization there. Raises PermissionDenied."""
    delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
    require(permissions.may_end_delegation(user, delegate))
    delegate.ended_at = timezone.now()
    delegate.save()
    _note_delegate(Change.Action.DELEGATE_ENDED, user, delegate)
    return delegate


def _note_delegate(action: Change.Action, user: Any, delegate: Delegate) -> None:
    affiliation = delegate.affiliation
    note(
        action, user=user, organization=affiliation.member, other=affiliation.umbrella, person=delegate.person
    )


@transaction.atomic
def confirm_figures(*, user: Any, affiliation: Affiliation, figures: YearFigures) -> YearFigures:
    """The umbrella says that a member's figures of a year are right. Raises PermissionDenied."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    require(permissions.may_confirm_for(user, affiliation))
    figures = YearFigures.objects.select_for_update().get(pk=figures.pk, organization=affiliation.member)
    figures.confirmed_in, figures.confirmed_by, figures.confirmed_at = affiliation, user, timezone.now()
    figures.save()
    note(
        Change.Action.FIGURES_CONFIRMED,
        user=user,
        organization=affiliation.member,
        other=affiliation.umbrella,
        data={"year": figures.year, "members": figures.members},
    )
    show_anew(affiliation.member)
    return figures
