"""Two entries of one organization become one: all that hangs on the one hangs on the other."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.codes import Level, Purpose, Role, Status
from accounts.models import (
    Affiliation,
    Capacity,
    Claim,
    Delegate,
    Invitation,
    Letter,
    Membership,
    Organization,
    PublicationConsent,
    YearFigures,
)
from accounts.permissions.organizations import role_in
from accounts.services import agency, capacities, federations, memberships
from accounts.services import organizations as entries
from accounts.trust import badges_of, trust_of
from tests import people
from tests.organizations import confirmed, member, organization, umbrella

pytestmark = pytest.mark.django_db


def merged(keep: Organization, gone: Organization) -> Organization:
    """What is left, as it is stored."""
    agency.merge_organizations(user=people.agency(f"merges-{gone.pk}"), keep=keep, gone=gone)
    return Organization.objects.get(pk=keep.pk)


def test_contacts_certificates_letters_and_sources_go_along_and_none_comes_twice() -> None:
    keep, gone = organization("Ноос"), organization("Нооос", logo="organizations/x.jpg")
    for one, numbers in ((keep, ["99110001"]), (gone, ["99110001", "99110002"])):
        for number in numbers:
            one.contacts.create(kind="phone", value=number)
    gone.certificates.create(name="Шударга худалдаа")
    Letter.objects.create(kind="join", sender=people.person("asks"), organization=gone, text="x", token="t")
    owner = member(gone, "owner")
    entries.save_details(user=owner, organization=gone, values={"founded": "2011"}, version=gone.version)
    kept = merged(keep, gone)
    assert sorted(kept.contacts.values_list("value", flat=True)) == ["99110001", "99110002"]
    assert [row.name for row in kept.certificates.all()] == ["Шударга худалдаа"]
    assert [row.sender.name for row in Letter.objects.asking_to_join(kept)] == ["asks"]
    assert kept.field_sources.get(field="founded").said_by == owner
    assert kept.logo.name == "organizations/x.jpg"


def test_what_the_one_agreed_to_counts_for_the_other_and_a_draft_is_then_shown() -> None:
    keep, gone = organization("Ноос", status=Status.DRAFT), organization("Нооос")
    PublicationConsent.objects.create(organization=gone, purpose=Purpose.DATA)
    kept = merged(keep, gone)
    assert kept.status == Status.LISTED
    given = kept.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert sorted(given) == ["data", "directory"]
    assert not gone.consents.filter(withdrawn_at=None).exists()


def test_who_was_invited_to_either_joins_the_one_that_stays() -> None:
    keep, gone = organization("Ноос"), organization("Нооос")
    owners = [member(one, f"owner-{one.pk}") for one in (keep, gone)]
    asked = {
        (one, name): memberships.invite(
            user=owner, organization=one, email=f"{name}@khorshoo.example", role=Role.PUBLISHER
        )
        for one, owner, names in ((keep, owners[0], ["both"]), (gone, owners[1], ["both", "guest"]))
        for name in names
    }
    merged(keep, gone)
    for name, one in (("guest", gone), ("both", keep)):
        guest = people.person(name)
        memberships.accept_invitation(user=guest, invitation=asked[one, name])
        assert role_in(guest, keep) == Role.PUBLISHER
    assert not Invitation.objects.open().exists()


def test_requests_to_look_after_either_wait_once_for_each_person() -> None:
    keep, gone = organization("Ноос"), organization("Нооос")
    both, alone = people.person("both"), people.person("alone")
    for one, claimant in ((keep, both), (gone, both), (gone, alone)):
        Claim.objects.create(organization=one, claimant=claimant, text="x", token=f"{one.pk}-{claimant.pk}")
    merged(keep, gone)
    waiting = Claim.objects.filter(state=Claim.State.WAITING)
    assert sorted((row.organization.name_mn, row.claimant.name) for row in waiting if row.claimant) == [
        ("Ноос", "alone"),
        ("Ноос", "both"),
    ]
    assert Claim.objects.count() == 3


def test_a_union_keeps_its_members_their_confirmed_figures_and_its_practitioners() -> None:
    keep, gone = organization("Холбоо", level=Level.UNION), umbrella("Холбооо")
    speaker, expert, below = member(gone, "speaker"), people.person("expert"), organization()
    link = confirmed(below, gone)
    figures = YearFigures.objects.create(organization=below, year=2025, members=12)
    federations.confirm_figures(user=speaker, affiliation=link, figures=figures)
    capacities.grant_capacity(user=speaker, person=expert, kind="practitioner", organization=gone)
    kept = merged(keep, gone)
    assert kept.is_umbrella
    assert [row.member for row in Affiliation.objects.current().filter(umbrella=kept)] == [below]
    assert YearFigures.objects.get().is_confirmed
    assert trust_of(below)[0].by == "Холбоо"
    assert [(badge.kind, badge.of) for badge in badges_of(expert)] == [("practitioner", "Холбоо")]


def test_one_who_is_a_practitioner_of_both_unions_is_one_once() -> None:
    keep, gone, expert = umbrella("Холбоо"), umbrella("Холбооо"), people.person("expert")
    for above in (keep, gone):
        speaker = member(above, f"speaker-{above.pk}")
        capacities.grant_capacity(user=speaker, person=expert, kind="practitioner", organization=above)
    merged(keep, gone)
    assert [badge.of for badge in badges_of(expert)] == ["Холбоо"]
    assert Capacity.objects.filter(organization=keep).count() == 2


def test_of_two_links_to_one_union_one_stays_with_what_the_union_confirmed() -> None:
    above, keep, gone = umbrella(), organization("Ноос"), organization("Нооос")
    owner, speaker = member(gone, "owner"), member(above, "speaker", Role.PUBLISHER)
    Affiliation.objects.create(umbrella=above, member=keep, asked_by=people.person("asks"))
    link = confirmed(gone, above, speaker)
    figures = YearFigures.objects.create(organization=gone, year=2025, members=12)
    federations.confirm_figures(user=speaker, affiliation=link, figures=figures)
    delegate = federations.name_delegate(user=owner, affiliation=link, person=owner)
    federations.confirm_delegate(user=speaker, delegate=delegate)
    kept = merged(keep, gone)
    (living,) = Affiliation.objects.current().filter(member=kept)
    assert (living.umbrella, living.decided_by) == (above, speaker)
    assert YearFigures.objects.get().is_confirmed
    speaking = Delegate.objects.filter(ended_at=None)
    assert [(row.person, row.affiliation, bool(row.confirmed_at)) for row in speaking] == [
        (owner, living, True)
    ]


def test_one_who_speaks_for_both_in_one_union_speaks_once() -> None:
    above, keep, gone = umbrella(), organization("Ноос"), organization("Нооос")
    owner = member(keep, "owner")
    Membership.objects.create(user=owner, organization=gone, role=Role.OWNER)
    for one in (keep, gone):
        federations.name_delegate(user=owner, affiliation=confirmed(one, above), person=owner)
    kept = merged(keep, gone)
    (speaking,) = Delegate.objects.filter(ended_at=None)
    assert speaking.affiliation == Affiliation.objects.current().get(member=kept)


def test_whoever_spoke_for_the_one_in_the_other_speaks_no_longer() -> None:
    keep, gone = umbrella("Холбоо"), organization("Холбооо")
    owner = member(gone, "owner")
    federations.name_delegate(user=owner, affiliation=confirmed(gone, keep), person=owner)
    merged(keep, gone)
    assert not Delegate.objects.filter(ended_at=None).exists()
    assert not Affiliation.objects.current().exists()


@pytest.mark.parametrize(("form", "icon"), [("", "ask"), ("savings-credit", "ok")])
def test_a_check_with_the_register_ends_where_the_other_entry_says_what_was_not_compared(
    form: str, icon: str
) -> None:
    keep = organization("Ноос", registration_number="7", legal_form=form)
    gone = organization("Нооос", registration_number="7", legal_form="savings-credit")
    for one in (keep, gone):
        agency.check_register(user=people.agency(f"checks-{one.pk}"), organization=one)
    kept = merged(keep, gone)
    assert kept.legal_form == "savings-credit"
    assert trust_of(kept)[0].icon == icon
    assert not gone.register_checks.filter(ended_at=None).exists()


def test_an_entry_that_was_merged_before_leads_on_to_the_last_that_stays() -> None:
    first, second, last = (
        organization("А"),
        organization("Б"),
        organization("В", umbrella_since=timezone.now()),
    )
    merged(second, first)
    merged(last, second)
    assert {row.merged_into for row in Organization.objects.exclude(pk=last.pk)} == {last}
