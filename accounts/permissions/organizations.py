"""Who may do what with organizations, their people, claims on them, and capacities."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from accounts.codes import RANK, Role, Status
from accounts.confirmed import is_confirmed
from accounts.models import (
    Affiliation,
    Assistance,
    Capacity,
    Claim,
    Delegate,
    Membership,
    Organization,
    YearFigures,
)

MANAGE = "accounts.manage_organizations"


def role_in(user: Any, organization: Organization) -> Role | None:
    """This person's role there, None without one."""
    if not user.is_authenticated:
        return None
    found = (
        Membership.objects.current()
        .filter(user=user, organization=organization)
        .values_list("role", flat=True)
        .first()
    )
    return Role(found) if found else None


def _has(user: Any, organization: Organization, role: Role) -> bool:
    own = role_in(user, organization)
    return own is not None and RANK[own] >= RANK[role]


def may_manage_organizations(user: Any) -> bool:
    """The agency's staff: queues, lists, merging, capacities."""
    return bool(user.has_perm(MANAGE))


def may_assist(user: Any) -> bool:
    """Enter for others: officers of the agency, and who speaks for an umbrella."""
    return helps_for(user) != []


def helps_for(user: Any) -> list[Organization]:
    """The agencies and umbrellas in whose name this person may help."""
    return list(_helps_for(user))


def _helps_for(user: Any) -> Any:
    if not user.is_authenticated:
        return Organization.objects.none()
    agencies = Capacity.objects.current().filter(person=user, kind=Capacity.Kind.AGENCY)
    return Organization.objects.filter(pk__in=agencies.values("organization")) | speaks_for(user)


def help_by(user: Any) -> Any:
    """The help of this person that still counts: given in a name in which they may help now."""
    if not user.is_authenticated:
        return Assistance.objects.none()
    return Assistance.objects.open().filter(helper=user, helper_for__in=_helps_for(user))


def speaks_for(user: Any) -> Any:
    """The umbrellas for which this person decides: owners and publishers."""
    if not user.is_authenticated:
        return Organization.objects.none()
    own = Membership.objects.current().filter(user=user, role__in=[Role.OWNER, Role.PUBLISHER])
    return Organization.objects.umbrellas().filter(pk__in=own.values("organization"))


def may_speak_for_umbrella(user: Any, umbrella: Organization) -> bool:
    """Decide in its name."""
    return umbrella.is_umbrella and _has(user, umbrella, Role.PUBLISHER)


def is_helper(user: Any, organization: Organization) -> bool:
    """Whether this person looks after the entry for somebody who has not taken it over yet."""
    return bool(help_by(user).filter(organization=organization, claim__isnull=True).exists())


def belongs(user: Any, organization: Organization) -> bool:
    """Whether it is this person's own, so that others decide on it (docs/adr/0012)."""
    return organization.pk in belonging(user, [organization])


def belonging(user: Any, organizations: Collection[Organization]) -> set[int]:
    """Keys of those that are this person's own: three queries, however many there are.

    By a role; by helping; by having entered it, as long as nobody else owns it.
    """
    if not user.is_authenticated:
        return set()
    roles = Membership.objects.current().filter(organization__in=organizations)
    own = set(roles.filter(user=user).values_list("organization", flat=True))
    helped = help_by(user).filter(organization__in=organizations, claim__isnull=True)
    own.update(helped.values_list("organization", flat=True))
    entered = {one.pk for one in organizations if one.entered_by_id == user.pk} - own
    if entered:
        owned = roles.filter(role=Role.OWNER, organization__in=entered)
        own |= entered - set(owned.values_list("organization", flat=True))
    return own


def _is_owned(organization: Organization) -> bool:
    return Membership.objects.current().filter(organization=organization, role=Role.OWNER).exists()


def may_enter_organization(user: Any) -> bool:
    """Whoever has proved their address."""
    return is_confirmed(user)


def may_see_organization(user: Any, organization: Organization) -> bool:
    """See that it is there."""
    return Organization.objects.visible_to(user).filter(pk=organization.pk).exists()


def may_open_organization(user: Any, organization: Organization) -> bool:
    """Its managing pages and its log: its people, whoever helps them, the agency."""
    if organization.merged_into_id:
        return may_manage_organizations(user)
    return (
        role_in(user, organization) is not None
        or is_helper(user, organization)
        or may_manage_organizations(user)
    )


def may_edit_organization(user: Any, organization: Organization) -> bool:
    """Change what it says of itself."""
    if organization.merged_into_id:
        return False
    return (
        _has(user, organization, Role.PUBLISHER)
        or is_helper(user, organization)
        or may_manage_organizations(user)
    )


def may_own(user: Any, organization: Organization) -> bool:
    """People, consent, umbrellas: its owners, and until it is taken over whoever helps them."""
    if organization.merged_into_id:
        return False
    return _has(user, organization, Role.OWNER) or is_helper(user, organization)


def may_manage_people(user: Any, organization: Organization) -> bool:
    """Roles and memberships of others: its owners."""
    return organization.merged_into_id is None and _has(user, organization, Role.OWNER)


def may_invite(user: Any, organization: Organization, role: str) -> bool:
    """Invite somebody into this role: owners and publishers, and never into more than they have."""
    own = role_in(user, organization)
    if own is None or own == Role.MEMBER or organization.merged_into_id or role not in Role.values:
        return False
    return RANK[own] >= RANK[Role(role)]


def may_see_contacts(user: Any, organization: Organization) -> bool:
    """Those contacts that are not for everybody: its people, who helps, its umbrella, the agency."""
    if may_open_organization(user, organization):
        return True
    if not user.is_authenticated:
        return False
    above = Affiliation.objects.current().filter(member=organization).values("umbrella")
    return bool(speaks_for(user).filter(pk__in=above).exists())


def deciding_umbrella(user: Any, organization: Organization) -> Organization | None:
    """The umbrella in whose name this person may decide on the entry, None without one.

    One that the entry's owner asked to list it, or to which it belongs.
    """
    if not user.is_authenticated or role_in(user, organization) is not None:
        return None
    above = Affiliation.objects.current().filter(member=organization).values("umbrella")
    mine = speaks_for(user)
    found = mine.filter(pk__in=above) | mine.filter(pk=organization.listing_asked_of_id or 0)
    umbrella: Organization | None = found.exclude(pk=organization.pk).first()
    return umbrella


def may_list_organization(user: Any, organization: Organization) -> bool:
    """List a draft, or send it back: the agency, or an umbrella; nobody their own."""
    if organization.status != Status.DRAFT or organization.merged_into_id:
        return False
    if belongs(user, organization) or organization.entered_by_id == user.pk:
        return False
    return may_manage_organizations(user) or deciding_umbrella(user, organization) is not None


def not_own(user: Any, organizations: Any) -> Any:
    """Those of these drafts that are not this person's own, as `may_list_organization` says it of one."""
    roles = Membership.objects.current().filter(user=user).values("organization")
    helped = help_by(user).filter(claim__isnull=True).values("organization")
    return organizations.exclude(entered_by=user).exclude(pk__in=roles).exclude(pk__in=helped)


def claims_for_umbrella(user: Any, claims: Any) -> Any:
    """Those of these claims on its members that `may_decide_claim` lets this person decide in an umbrella's name."""
    owned = Membership.objects.current().filter(role=Role.OWNER).values("organization")
    roles = Membership.objects.current().filter(user=user).values("organization")
    helped = Assistance.objects.filter(helper=user, claim__isnull=False).values("claim")
    return (
        claims.exclude(claimant=user)
        .exclude(pk__in=helped)
        .exclude(organization__in=owned)
        .exclude(organization__in=roles)
    )


def may_claim(user: Any, organization: Organization) -> bool:
    """Ask to look after it: whoever has proved their address and does not own it yet."""
    return is_confirmed(user) and organization.is_public and role_in(user, organization) != Role.OWNER


def may_decide_claim(user: Any, claim: Claim) -> bool:
    """The agency; an umbrella where nobody owns the entry yet. Never who asks, nor who asked for them."""
    if claim.state != Claim.State.WAITING or not user.is_authenticated or claim.claimant_id == user.pk:
        return False
    if Assistance.objects.filter(claim=claim, helper=user).exists():
        return False
    if may_manage_organizations(user):
        return True
    return not _is_owned(claim.organization) and deciding_umbrella(user, claim.organization) is not None


def may_report_organization(user: Any, organization: Organization) -> bool:
    """Say that the entry breaks the rules: everybody who sees it in public, but those whose it is."""
    return organization.is_public and not belongs(user, organization)


def reportable_of(user: Any, entries: Collection[Organization]) -> set[int]:
    """Keys of those of these that `may_report_organization` lets this person report; two queries, however many."""
    public = {entry.pk for entry in entries if entry.is_public}
    if not user.is_authenticated:
        return public
    return set(not_own(user, Organization.objects.filter(pk__in=public)).values_list("pk", flat=True))


def takes_letters(organization: Organization) -> bool:
    """Whether a letter to it reaches somebody: everybody sees it, and somebody owns it."""
    return organization.is_public and _is_owned(organization)


def may_write_to_organization(user: Any, organization: Organization) -> bool:
    """Write to it through the site, ask to join: who has proved an address that an answer can go to; none of its own
    people.
    """
    return is_confirmed(user) and takes_letters(organization) and role_in(user, organization) is None


def may_withdraw_claim(user: Any, claim: Claim) -> bool:
    """Who asked, as long as nobody decided."""
    return claim.state == Claim.State.WAITING and user.is_authenticated and claim.claimant_id == user.pk


def may_decide_affiliation(user: Any, affiliation: Affiliation) -> bool:
    """The side that was asked; nobody on both sides."""
    if affiliation.state != Affiliation.State.ASKED:
        return False
    if affiliation.asked_by_umbrella:
        return may_manage_people(user, affiliation.member) and affiliation.asked_by_id != user.pk
    return (
        may_speak_for_umbrella(user, affiliation.umbrella)
        and role_in(user, affiliation.member) is None
        and affiliation.asked_by_id != user.pk
    )


def may_end_affiliation(user: Any, affiliation: Affiliation) -> bool:
    """Either side, at any time; the agency too."""
    if affiliation.state not in {Affiliation.State.ASKED, Affiliation.State.CONFIRMED}:
        return False
    return (
        may_own(user, affiliation.member)
        or _has(user, affiliation.umbrella, Role.PUBLISHER)
        or may_manage_organizations(user)
    )


def may_confirm_for(user: Any, affiliation: Affiliation) -> bool:
    """Delegates and figures of a member: who speaks for its umbrella and does not belong to it."""
    return (
        affiliation.state == Affiliation.State.CONFIRMED
        and may_speak_for_umbrella(user, affiliation.umbrella)
        and not belongs(user, affiliation.member)
    )


def may_confirm_figures(user: Any, affiliation: Affiliation, figures: YearFigures) -> bool:
    """Those of a member: as `may_confirm_for`, but never who typed them."""
    return may_confirm_for(user, affiliation) and figures.said_by_id != user.pk


def may_end_delegation(user: Any, delegate: Delegate) -> bool:
    """The person, either side."""
    affiliation = delegate.affiliation
    return delegate.ended_at is None and (
        delegate.person_id == user.pk
        or may_manage_people(user, affiliation.member)
        or may_speak_for_umbrella(user, affiliation.umbrella)
    )


def may_grant_capacity(user: Any, kind: str, organization: Organization | None, person: Any) -> bool:
    """The agency grants officers and auditors, an umbrella practitioners; nobody themselves."""
    if not user.is_authenticated or person.pk == user.pk:
        return False
    if kind == Capacity.Kind.PRACTITIONER:
        return organization is not None and may_speak_for_umbrella(user, organization)
    return kind in Capacity.Kind.values and may_manage_organizations(user)


def may_end_capacity(user: Any, capacity: Capacity) -> bool:
    """Who may grant it, and the person."""
    if capacity.ended_at is not None or not user.is_authenticated:
        return False
    if capacity.person_id == user.pk or may_manage_organizations(user):
        return True
    return capacity.organization is not None and may_grant_capacity(
        user, capacity.kind, capacity.organization, capacity.person
    )
