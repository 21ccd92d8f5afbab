"""What accounts keeps of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import Role, Status
from accounts.models import (
    Assistance,
    Capacity,
    Change,
    Claim,
    Delegate,
    Invitation,
    Letter,
    Membership,
    Organization,
    PhoneNumber,
    Profile,
    PublicationConsent,
    Report,
)
from core.personal_data import Section, register

if TYPE_CHECKING:
    from accounts.models import User


def _account(person: User) -> dict[str, Any]:
    return {
        "public_id": person.public_id,
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "joined": person.date_joined,
        "last_login": person.last_login,
        "groups": [group.name for group in person.groups.order_by("name")],
        "accepted_terms": [
            {"version": row.version, "accepted": row.accepted_at}
            for row in person.accepted_terms.order_by("version")
        ],
        "addresses": [
            {"address": row.email, "confirmed": row.verified}
            for row in EmailAddress.objects.filter(user=person).order_by("pk")
        ],
        "phones": [
            {"number": row.number, "confirmed": row.verified}
            for row in PhoneNumber.objects.filter(user=person).order_by("pk")
        ],
        # What kinds there are, never the secrets: whoever finds the file must not sign in with it.
        "second_factors": [
            {"kind": row.type, "since": row.created_at, "last_used": row.last_used_at}
            for row in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "sessions": [
            {
                "began": row.created_at,
                "last_seen": row.last_seen_at,
                "address": row.ip,
                "device": row.user_agent,
            }
            for row in UserSession.objects.filter(user=person).order_by("pk")
        ],
    }


def _forget_account(person: User) -> None:
    """The row stays without a name, an address and a way in."""
    person.email = f"{person.public_id}@deleted.invalid"
    person.name = ""
    person.set_unusable_password()
    person.is_active = person.is_staff = person.is_superuser = False
    person.deletion_due_at = person.inactive_warned_at = person.last_login = None
    person.erased_at = timezone.now()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    person.end_sessions()
    for model in (EmailAddress, PhoneNumber, Authenticator, UserSession):
        model.objects.filter(user=person).delete()


register(
    Section(
        "account",
        (
            "accounts.User_groups", "accounts.User_user_permissions", "accounts.TermsAcceptance",
            "account.EmailAddress", "mfa.Authenticator", "accounts.PhoneNumber", "usersessions.UserSession",
        ),
        _account,
        erase=_forget_account,
        last=True,
    )
)  # fmt: skip


def _profile(person: User) -> dict[str, Any]:
    profile = Profile.of(person)
    return {
        "about": profile.about,
        "place": profile.place,
        "audience": profile.audience,
        "kept_back": profile.kept_back.split(),
        "in_the_list_as": profile.trade,
        "in_the_list_since": profile.listed_at,
        "fields": sorted(row.field for row in profile.practice.all()) if profile.pk else [],
        "hidden": profile.hidden_at,
    }


def _photo(person: User) -> dict[str, bytes]:
    photo = getattr(Profile.of(person), "photo", None)
    return {"photo.jpg": bytes(photo.content)} if photo else {}


register(
    Section(
        "profile",
        ("accounts.Profile",),
        _profile,
        files=_photo,
        erase=lambda person: Profile.objects.filter(user=person).delete(),
    )
)


def _receiver(letter: Letter) -> str:
    return letter.receiver.shown_name if letter.receiver else str(letter.organization)


def _letters(person: User) -> dict[str, Any]:
    """Those to the person tell who wrote by the name that others see, not by the address."""
    sent = person.letters_sent.select_related("receiver", "organization").order_by("created_at")
    received = person.letters_received.select_related("sender").order_by("created_at")
    return {
        "sent": [{"to": _receiver(row), "sent": row.created_at, "text": row.text} for row in sent],
        "received": [
            {"from": row.sender.shown_name, "sent": row.created_at, "text": row.text} for row in received
        ],
    }


def _forget_letters(person: User) -> None:
    Letter.objects.filter(sender=person).delete()
    Letter.objects.filter(receiver=person).delete()


register(Section("letters", ("accounts.Letter",), _letters, erase=_forget_letters))


def _reports(person: User) -> dict[str, Any]:
    """What the person reported. Reports of the person name others, and are not theirs."""
    left = Report.objects.filter(reporter=person).order_by("created_at")
    decided = Report.objects.filter(decided_by=person).order_by("decided_at")
    return {
        "left": [
            {"reason": row.reason, "text": row.text, "left": row.created_at, "decision": row.decision}
            for row in left
        ],
        "decided": [
            {"decision": row.decision, "note": row.note, "decided": row.decided_at} for row in decided
        ],
    }


register(
    Section(
        "reports",
        ("accounts.Report",),
        _reports,
        erase=lambda person: Report.objects.filter(reporter=person).update(reporter=None),
    )
)


def _invitations(person: User) -> QuerySet[Invitation]:
    """Those to an address that is theirs now, and those that they accepted with an earlier one."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values("email")
    return Invitation.objects.filter(Q(email=person.email) | Q(email__in=proved) | Q(accepted_by=person))


def _organizations(person: User) -> dict[str, Any]:
    """What the person is and did in organizations; of others only what stands there with the person's own act."""
    own = Membership.objects.filter(user=person).select_related("organization").order_by("since")
    asked = Claim.objects.filter(claimant=person).select_related("organization").order_by("asked_at")
    granted = Capacity.objects.filter(person=person).select_related("organization").order_by("granted_at")
    invited = _invitations(person).select_related("organization").order_by("created_at")
    helped = Assistance.objects.filter(Q(helper=person) | Q(handed_to=person)).select_related("organization")
    delegated = Delegate.objects.filter(person=person).select_related("affiliation__umbrella")
    log = (
        Change.objects.filter(Q(actor=person) | Q(person=person))
        .select_related("organization")
        .order_by("pk")
    )
    return {
        "memberships": [
            {"organization": m.organization.name, "role": m.role, "since": m.since, "ended": m.ended_at}
            for m in own
        ],
        "entered": [one.name for one in Organization.objects.filter(entered_by=person).order_by("pk")],
        "invitations": [
            {"organization": i.organization.name, "role": i.role, "sent": i.created_at} for i in invited
        ],
        "requests": [
            {"organization": c.organization.name, "text": c.text, "state": c.state, "asked": c.asked_at}
            for c in asked
        ],
        "capacities": [
            {"kind": c.kind, "licence": c.licence, "until": c.ends_on, "ended": c.ended_at} for c in granted
        ],
        "delegations": [{"umbrella": d.affiliation.umbrella.name, "ended": d.ended_at} for d in delegated],
        "help": [
            {"organization": a.organization.name, "as": "helper" if a.helper_id == person.pk else "helped"}
            for a in helped.order_by("pk")
        ],
        "log": [
            {"what": c.action, "organization": c.organization.name if c.organization else "", "when": c.at}
            for c in log
        ],
    }


def _leave_organizations(person: User) -> None:
    """Roles, badges, delegations and requests end; the log stays, and names the deleted account."""
    now = timezone.now()
    for model, whose in ((Membership, "user"), (Capacity, "person"), (Delegate, "person")):
        model._default_manager.filter(**{whose: person, "ended_at": None}).update(ended_at=now)
    Claim.objects.filter(claimant=person).update(text="")
    Claim.objects.filter(claimant=person, state=Claim.State.WAITING).update(state=Claim.State.WITHDRAWN)
    _invitations(person).filter(accepted_at=None).delete()
    _invitations(person).update(email=f"{person.public_id}@deleted.invalid")
    for help_had in Assistance.objects.filter(handed_to=person):
        PublicationConsent.objects.filter(
            organization=help_had.organization, given_for=help_had.person_name
        ).update(given_for="")
        Assistance.objects.filter(pk=help_had.pk).update(person_name="")


def _only_owner(person: User) -> list[str]:
    """Entries that others see or work on would belong to nobody."""
    reasons = []
    for membership in (
        Membership.objects.current().filter(user=person, role=Role.OWNER).select_related("organization")
    ):
        one = membership.organization
        others = Membership.objects.current().filter(organization=one).exclude(user=person)
        if others.filter(role=Role.OWNER).exists() or (one.status == Status.DRAFT and not others.exists()):
            continue
        reasons.append(
            _("%(name)s: you are its only owner. Hand it on to somebody, or ask the agency.")
            % {"name": one.name}
        )
    return reasons


register(
    Section(
        "organizations",
        (
            "accounts.Organization", "accounts.YearFigures", "accounts.FieldSource", "accounts.PublicationConsent",
            "accounts.RegisterCheck", "accounts.Claim", "accounts.Assistance", "accounts.Membership",
            "accounts.Invitation", "accounts.Capacity", "accounts.Change", "accounts.Affiliation", "accounts.Delegate",
        ),
        _organizations,
        erase=_leave_organizations,
        hinders=_only_owner,
    )
)  # fmt: skip
