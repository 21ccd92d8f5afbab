"""Made-up people, one for each role, with organizations and something private in each private place.

For demonstrations, tests and probes from outside; `manage.py sample_people` makes them and takes them away. All have
addresses at `DOMAIN`. Other apps add the groups they know to `GROUPS` in their `samples.py`.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import log_guard, terms
from accounts.codes import Level, Purpose, Role
from accounts.models import Change, Letter, Organization, Profile, Report, User
from accounts.services import (
    agency,
    assisted,
    capacities,
    claims,
    door,
    federations,
    leaving,
    letters,
    memberships,
    organizations,
    profiles,
    reports,
)
from accounts.services import terms as accepting
from core import once
from core.models import OutboxRow

DOMAIN = "sample.khorshoo.example"

#: By role: the name that others see.
NAMES = {
    "member": "Жишээ Гишүүн",
    "publisher": "Жишээ Нийтлэгч",
    "owner": "Жишээ Эзэн",
    "other-owner": "Жишээ Өөр эзэн",
    "umbrella": "Жишээ Холбооны эзэн",
    "umbrella-publisher": "Жишээ Холбооны нийтлэгч",
    "auditor": "Жишээ Шалгагч",
    "adviser": "Жишээ Туслагч",
    "practitioner": "Жишээ Мэргэжилтэн",
    "officer": "Жишээ Ажилтан",
    "newcomer": "Жишээ Шинэ хүн",
    "hidden": "Жишээ Нуугдсан",
    "leaving": "Жишээ Явах хүн",
    "superuser": "Жишээ Удирдагч",
}
#: By role: the group that stands for it (and its name that others see).
GROUPS: dict[str, tuple[str, str]] = {}
#: Roles that come with a second factor, beside those of groups.
SECURED = {
    "owner",
    "publisher",
    "other-owner",
    "umbrella",
    "umbrella-publisher",
    "adviser",
    "officer",
    "superuser",
}


@dataclass
class Samples:
    """What was made."""

    password: str
    people: dict[str, User] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    invitations: list[dict[str, str]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    hand_over_code: str = ""

    def mark(self, place: str) -> str:
        """A word that stands in this private place and nowhere else."""
        self.marks[place] = f"sample{secrets.token_hex(5)}"
        return self.marks[place]

    def as_json(self) -> dict[str, Any]:
        """For whoever tries them out."""
        return {
            "people": [
                {
                    "role": role,
                    "email": person.email,
                    "password": self.password,
                    "name": person.name,
                    "public_id": person.public_id,
                    "second_factor": self.secrets.get(role),
                }
                for role, person in self.people.items()
            ],
            "organizations": [
                {"sample": name, "name": one.name_mn, "public_id": one.public_id, "status": one.status}
                for name, one in self.organizations.items()
            ],
            "invitations": self.invitations,
            "hand_over_code": self.hand_over_code,
            "private_marks": self.marks,
        }


def are_there() -> bool:
    """Whether they were made before."""
    return _people().exists()


@transaction.atomic
def make(password: str) -> Samples:
    """All of it. Mails that it would send go nowhere."""
    last = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    samples = Samples(password)
    _make_people(samples)
    _make_organizations(samples)
    _make_capacities(samples)
    _make_helped(samples)
    _make_profiles(samples)
    _make_exchange(samples)
    OutboxRow.objects.filter(pk__gt=last, kind="mail").delete()
    for organization in samples.organizations.values():
        organization.refresh_from_db()
    return samples


@transaction.atomic
def remove() -> int:
    """Take away all that `make` made, log and all; returns how many people there were."""
    people = _people()
    own = Organization.objects.filter(entered_by__in=people)
    keys, mine = list(own.values_list("pk", flat=True)), list(people.values_list("pk", flat=True))
    Report.objects.filter(models.Q(reporter__in=mine) | models.Q(target_id__in=mine)).filter(
        models.Q(reporter__in=mine) | models.Q(target_type__model="user")
    ).delete()
    with log_guard.lifted():
        told: models.QuerySet[Change] = models.QuerySet(Change).filter(
            models.Q(organization__in=keys)
            | models.Q(other__in=keys)
            | models.Q(actor__in=mine)
            | models.Q(person__in=mine)
        )
        told._raw_delete(told.db)
        Organization.objects.filter(pk__in=keys).delete()
        User.objects.filter(pk__in=mine).delete()
    return len(mine)


def _people() -> models.QuerySet[User]:
    return User.objects.filter(email__endswith=f"@{DOMAIN}")


def _make_people(samples: Samples) -> None:
    held = terms.current()
    names = NAMES | {role: name for role, (name, _group) in GROUPS.items()}
    for role, name in names.items():
        superuser = role == "superuser"
        person = door.add_person(
            email=f"{role}@{DOMAIN}",
            password=samples.password,
            name=name,
            is_superuser=superuser,
            is_staff=superuser,
        )
        samples.people[role] = person
        if role in GROUPS:
            person.groups.add(Group.objects.get(name=GROUPS[role][1]))
        if role in SECURED or role in GROUPS:
            samples.secrets[role] = base64.b32encode(secrets.token_bytes(20)).decode()
            TOTP.activate(person, samples.secrets[role])
        if held and role != "newcomer":
            accepting.accept_terms(user=person, person=person, version=held.version)


def _enter(samples: Samples, name: str, owner: str, title: str, **more: Any) -> Organization:
    values = {
        "name_mn": f"Жишээ {title}",
        "name_en": f"Sample {name}",
        "level": Level.PRIMARY,
        "place": "62",
        **more,
    }
    one = organizations.enter_organization(
        user=samples.people[owner], values=values, token=once.new_token()[:60]
    )
    samples.organizations[name] = one
    return one


def _list(samples: Samples, one: Organization, owner: str) -> None:
    """Consent, the request, the agency's decision."""
    user = samples.people[owner]
    organizations.set_consent(user=user, organization=one, purposes=[Purpose.DIRECTORY])
    organizations.ask_for_listing(user=user, organization=one, umbrella=None)
    organizations.decide_listing(user=samples.people["superuser"], organization=one, approve=True)


def _contacts(samples: Samples, one: Organization, owner: str) -> None:
    rows = [
        {
            "kind": "phone",
            "value": samples.mark(f"contact-{visibility}"),
            "note": "",
            "visibility": visibility,
        }
        for visibility in ("members", "umbrella")
    ]
    one.refresh_from_db()
    organizations.save_rows(
        user=samples.people[owner], organization=one, kind="contacts", rows=rows, version=one.version
    )


def _make_organizations(samples: Samples) -> None:
    people = samples.people
    union = _enter(samples, "umbrella", "umbrella", "малчдын холбоо", level=Level.UNION)
    own = _enter(samples, "organization", "owner", "ноосны хоршоо")
    other = _enter(samples, "other-organization", "other-owner", "сүүний хоршоо")
    office = _enter(samples, "agency", "officer", "агентлаг", level=Level.AGENCY)
    for one, owner in ((union, "umbrella"), (own, "owner"), (other, "other-owner"), (office, "officer")):
        _list(samples, one, owner)
    _contacts(samples, own, "owner")
    _enter(samples, "draft", "owner", samples.mark("draft-name"), about=samples.mark("draft-about"))
    hidden = _enter(samples, "hidden", "other-owner", samples.mark("hidden-name"))
    agency.set_hidden(
        user=people["superuser"], organization=hidden, hidden=True, reason=samples.mark("hidden-reason")
    )
    agency.set_umbrella(user=people["superuser"], organization=union, recognized=True)
    for one in samples.organizations.values():
        one.refresh_from_db()
    for role, where, by in (
        ("member", own, "owner"),
        ("publisher", own, "owner"),
        ("umbrella-publisher", union, "umbrella"),
        ("adviser", union, "umbrella"),
    ):
        wanted = Role.MEMBER if role == "member" else Role.PUBLISHER
        invitation = memberships.invite(
            user=people[by], organization=where, email=people[role].email, role=wanted
        )
        memberships.accept_invitation(user=people[role], invitation=invitation)
    link = federations.ask_affiliation(user=people["owner"], umbrella=union, member=own)
    federations.decide_affiliation(user=people["umbrella"], affiliation=link, confirm=True)
    address = f"{samples.mark('invited-address')}@{DOMAIN}"
    open_one = memberships.invite(user=people["owner"], organization=own, email=address, role=Role.MEMBER)
    link_to = settings.SITE_URL + reverse("organization-invitation", kwargs={"key": open_one.key})
    samples.invitations.append({"email": address, "role": Role.MEMBER.value, "link": link_to})
    claims.claim_organization(
        user=people["newcomer"], organization=other, text=samples.mark("claim"), token=once.new_token()[:60]
    )


def _make_capacities(samples: Samples) -> None:
    people, root = samples.people, samples.people["superuser"]
    next_year = timezone.localdate().replace(month=1, day=1)
    next_year = next_year.replace(year=next_year.year + 2)
    capacities.grant_capacity(
        user=root, person=people["auditor"], kind="auditor", licence="ЖИШЭЭ-1", ends_on=next_year
    )
    office, union = samples.organizations["agency"], samples.organizations["umbrella"]
    capacities.grant_capacity(user=root, person=people["officer"], kind="agency", organization=office)
    capacities.grant_capacity(
        user=people["umbrella"], person=people["practitioner"], kind="practitioner", organization=union
    )


def _make_helped(samples: Samples) -> None:
    helper = samples.people["adviser"]
    assistance = assisted.assist_organization(
        user=helper,
        values={"name_mn": "Жишээ тусламжтай хоршоо", "level": Level.PRIMARY, "place": "62"},
        token=once.new_token()[:60],
        helper_for=samples.organizations["umbrella"],
        help_given={
            "person_name": samples.mark("helped-person"),
            "consent": "signed",
            "consent_on": timezone.localdate(),
        },
    )
    samples.organizations["helped"] = assistance.organization
    samples.hand_over_code = assisted.make_code(user=helper, assistance=assistance)


def _profile(samples: Samples, role: str, **changes: Any) -> None:
    person = samples.people[role]
    values = {
        "name": person.name, "language": "mn", "about": "", "place": "62", "audience": "members", "kept_back": [],
        "trade": "", "fields": ["founding"], **changes,
    }  # fmt: skip
    version = Profile.of(person).version
    profiles.save_profile(user=person, person=person, version=version, values=values)
    person.refresh_from_db()


def _make_profiles(samples: Samples) -> None:
    _profile(samples, "member", about=samples.mark("profile-members"))
    _profile(
        samples, "practitioner", trade="practitioner", audience="everyone", kept_back=["about"],
        about=samples.mark("profile-kept-back"),
    )  # fmt: skip
    _profile(samples, "auditor", trade="auditor", audience="everyone")
    _profile(samples, "adviser", trade="adviser", about=samples.mark("profile-listed-members"))
    _profile(samples, "hidden", audience="everyone", about=samples.mark("profile-hidden"))
    _profile(samples, "leaving", audience="everyone", about=samples.mark("profile-leaving"))
    leaving.ask_for_deletion(user=samples.people["leaving"], person=samples.people["leaving"])


def _make_exchange(samples: Samples) -> None:
    people = samples.people
    letters.send_letter(
        user=people["member"],
        person=User.objects.get(pk=people["practitioner"].pk),
        text=f"{samples.mark('letter')} асуух зүйл байна.",
        token=once.new_token()[:60],
    )
    letters.write_to_organization(
        user=people["member"],
        organization=samples.organizations["other-organization"],
        kind=Letter.Kind.JOIN,
        text=f"{samples.mark('request-to-join')} элсэх гэсэн юм.",
        token=once.new_token()[:60],
    )
    for target, decide in (("hidden", True), ("practitioner", False)):
        report = reports.leave_report(
            user=people["member"],
            target=User.objects.get(pk=people[target].pk),
            reason=Report.Reason.UNTRUE,
            text=samples.mark(f"report-{target}"),
            token=once.new_token()[:60],
        )
        if decide:
            note = samples.mark("report-note")
            reports.decide_reports(
                user=people["superuser"], reports=[report], decision=Report.Decision.HIDDEN, note=note
            )
    reports.leave_report(
        user=people["member"],
        target=samples.organizations["other-organization"],
        reason=Report.Reason.UNTRUE,
        text=samples.mark("report-organization"),
        token=once.new_token()[:60],
    )
