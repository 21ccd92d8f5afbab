"""Two decide at once: the second is told what changed, decides nothing unseen and loses nothing typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.codes import Level, Purpose, Role, Status
from accounts.models import (
    Affiliation,
    Change,
    Claim,
    Delegate,
    Organization,
    PublicationConsent,
    YearFigures,
)
from accounts.permissions import organizations as may
from accounts.services import capacities
from accounts.services.organizations import save_rows
from tests import people
from tests.accounts.test_organization_pages import signed_in, with_factor
from tests.organizations import confirmed, member, organization, umbrella

pytestmark = pytest.mark.django_db

REASON = "Өөрөө уулзаж шалгасан"


def speakers(above: Organization) -> list[Client]:
    """Two who decide in its name."""
    return [signed_in(with_factor(member(above, name, Role.PUBLISHER))) for name in ("first", "second")]


def draft(above: Organization | None = None) -> Organization:
    one = organization("Арьс", status=Status.DRAFT, listing_asked_at=timezone.now(), listing_asked_of=above)
    PublicationConsent.objects.create(organization=one, purpose=Purpose.DIRECTORY)
    return one


def told(answer: Any, *texts: str) -> None:
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in texts:
        assert text in page, text


def desk(above: Organization) -> str:
    return f"/mn/account/organizations/{above.public_id}/desk/"


def test_two_of_an_umbrella_decide_on_one_draft() -> None:
    above = umbrella()
    one, (first, second) = draft(above), speakers(above)
    sent = {"which": one.public_id, "version": one.version}
    first.post(desk(above), {**sent, "do": "send-back", "reason": "Нэр буруу"})
    answer = second.post(desk(above), {**sent, "do": "list", "reason": REASON})
    told(answer, "first", "Нэр буруу", REASON)
    assert Organization.objects.get(pk=one.pk).status == Status.DRAFT


def test_what_the_owner_changed_meanwhile_is_seen_before_the_entry_is_listed() -> None:
    above = umbrella()
    one, owner, client = draft(above), people.person("owner"), speakers(above)[0]
    one.memberships.create(user=owner, role=Role.OWNER)
    begun = one.version
    edit = {"name_mn": "Шинэ нэр", "level": "primary", "version": begun}
    signed_in(owner).post(f"/mn/account/organizations/{one.public_id}/edit/", edit)
    sent = {"which": one.public_id, "do": "list", "reason": REASON}
    answer = client.post(desk(above), {**sent, "version": begun})
    told(answer, "Арьс → Шинэ нэр", f'value="{REASON}"')
    version = Organization.objects.get(pk=one.pk).version
    assert f'name="version" value="{version}"' in answer.content.decode()
    assert client.post(desk(above), {**sent, "version": version}).status_code == 302
    assert Organization.objects.get(pk=one.pk).status == Status.LISTED


def test_two_of_an_umbrella_decide_on_one_membership_and_one_claim() -> None:
    above, below = umbrella(), organization()
    clients = speakers(above)
    link = Affiliation.objects.create(umbrella=above, member=below, asked_by=people.person("asks"))
    for which, yes, no in [(link, "confirm", "refuse"), (None, "approve", "decline")]:
        below.refresh_from_db()
        which = which or Claim.objects.create(
            organization=below, claimant=people.person("claims"), text="x", token="t"
        )
        sent = {"which": which.pk, "version": below.version, "reason": REASON}
        assert clients[0].post(desk(above), {**sent, "do": yes}).status_code == 302
        told(clients[1].post(desk(above), {**sent, "do": no}), "first", REASON)
        which.refresh_from_db()
        assert which.state in {"confirmed", "approved"}


def test_figures_that_changed_or_went_are_not_confirmed_unseen() -> None:
    above, below = umbrella(), organization()
    link, client, owner = confirmed(below, above), speakers(above)[0], member(below, "owner")
    row = YearFigures.objects.create(organization=below, year=2025, members=9)
    sent = {"do": "figures", "which": link.pk, "figures": row.pk, "version": below.version}
    address = desk(above) + "members/"
    form = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk, "form-0-year": 2025,
        "form-0-members": 90, "version": below.version,
    }  # fmt: skip
    rows = f"/mn/account/organizations/{below.public_id}/rows/figures/"
    signed_in(owner).post(rows, form)
    told(client.post(address, sent), "90")
    row.refresh_from_db()
    assert (row.members, row.confirmed_at) == (90, None)
    below.refresh_from_db()
    signed_in(owner).post(rows, {**form, "form-0-DELETE": "on", "version": below.version})
    told(client.post(address, {**sent, "version": below.version}), "owner")


def test_a_membership_that_ended_meanwhile_is_told() -> None:
    above, below = umbrella(), organization()
    link, (first, second) = confirmed(below, above), speakers(above)
    delegate = Delegate.objects.create(affiliation=link, person=member(below, "delegate", Role.MEMBER))
    sent = {"do": "end", "which": link.pk, "version": below.version}
    first.post(desk(above) + "members/", sent)
    told(second.post(desk(above) + "members/", sent), "first")
    sent = {"do": "confirm-delegate", "which": delegate.pk, "version": below.version}
    told(second.post(desk(above), sent), "first")


def test_an_owner_answers_an_umbrella_that_another_owner_answered() -> None:
    above, below = umbrella(), organization()
    owners = [signed_in(member(below, name)) for name in ("first", "second")]
    link = Affiliation.objects.create(umbrella=above, member=below, asked_by_umbrella=True)
    sent = {"which": link.pk, "version": below.version, "reason": REASON}
    address = f"/mn/account/organizations/{below.public_id}/umbrellas/"
    owners[0].post(address, {**sent, "do": "confirm"})
    told(owners[1].post(address, {**sent, "do": "refuse"}), "first", REASON)
    link.refresh_from_db()
    assert link.state == "confirmed"


@pytest.mark.parametrize(
    ("do", "unchanged"), [("check", "register_checks"), ("umbrella", "umbrella_since"), ("hide", "listed_at")]
)
def test_two_of_the_agency_decide_on_one_entry(do: str, unchanged: str) -> None:
    one = organization("Холбоо", level=Level.UNION, registration_number="7")
    first, second = (signed_in(people.agency(name)) for name in ("first", "second"))
    address, sent = f"/cms/organizations/{one.pk}/", {"version": one.version, "reason": REASON}
    first.post(address, {**sent, "do": do})
    other = {"check": "hide", "umbrella": "check", "hide": "umbrella"}[do]
    told(second.post(address, {**sent, "do": other}), "first", f">{REASON}</textarea>")
    assert Change.objects.filter(organization=one).count() == 1


@pytest.mark.parametrize(
    ("queue", "yes", "no"), [("claims", "approve", "refuse"), ("drafts", "list", "send-back")]
)
def test_two_of_the_agency_decide_in_one_queue(queue: str, yes: str, no: str) -> None:
    one = draft() if queue == "drafts" else organization()
    other = organization("Сүү", status=Status.DRAFT, listing_asked_at=timezone.now())
    rows = [one, other]
    if queue == "claims":
        rows = [
            Claim.objects.create(
                organization=o, claimant=people.person(f"c{o.pk}"), text="x", token=str(o.pk)
            )
            for o in rows
        ]
    first, second = (signed_in(people.agency(name)) for name in ("first", "second"))
    address = f"/cms/organizations/{queue}/"
    sent = {"reason": REASON, f"seen-{rows[0].pk}": one.version, f"seen-{rows[1].pk}": other.version}
    assert f'name="seen-{rows[0].pk}" value="{one.version}"' in first.get(address).content.decode()
    first.post(address, {**sent, "do": yes, "which": [rows[0].pk]})
    edited = Change.objects.filter(organization=one)
    assert edited.count() == 1
    # An owner's change of the second: it stays in the queue, chosen, with the reason.
    Organization.objects.filter(pk=other.pk).update(version=other.version + 1)
    Change.objects.create(action="edited", organization=other, version=other.version + 1)
    answer = second.post(address, {**sent, "do": no, "which": [row.pk for row in rows]})
    told(answer, "first", f">{REASON}</textarea>", f'value="{rows[1].pk}" aria-label="Сүү" checked')
    assert edited.count() == 1


def test_entries_that_changed_meanwhile_are_not_merged_unseen() -> None:
    keep, gone = organization("Ноос", registration_number="7"), organization("Нооос", registration_number="7")
    first, second = (signed_in(people.agency(name)) for name in ("first", "second"))
    sent = {"keep": keep.pk, f"version-{keep.pk}": keep.version, f"version-{gone.pk}": gone.version}
    address = f"/cms/organizations/merge/?a={keep.pk}&b={gone.pk}"
    first.post(f"/cms/organizations/{gone.pk}/", {"do": "check", "version": gone.version})
    told(second.post(address, sent), "first", "checked")
    assert Organization.objects.get(pk=gone.pk).merged_into is None
    second.post(address, {**sent, f"version-{gone.pk}": gone.version + 1})
    assert Organization.objects.get(pk=gone.pk).merged_into == keep


def test_a_badge_that_was_taken_back_meanwhile_is_said() -> None:
    above = umbrella()
    clients = speakers(above)
    speaker = above.memberships.earliest("pk").user
    badge = capacities.grant_capacity(
        user=speaker, person=people.person("expert"), kind="practitioner", organization=above
    )
    said = "Энэ хооронд өөр хүн энэ тэмдгийг хураачихсан байна"
    sent = {"do": "end-practitioner", "which": badge.pk}
    assert clients[0].post(desk(above), sent).status_code == 302
    assert said in clients[1].post(desk(above), sent).content.decode()
    answer = signed_in(people.agency()).post("/cms/organizations/badges/", {"which": badge.pk}, follow=True)
    assert said in answer.content.decode()


def test_what_was_typed_stays_when_a_decision_is_refused() -> None:
    above = umbrella()
    client = speakers(above)[0]
    answer = client.post(desk(above), {"do": "practitioner", "which": "nobody-here"})
    assert answer.status_code == 422
    assert 'value="nobody-here"' in answer.content.decode()


# Who entered an entry


def test_who_entered_an_entry_decides_on_it_once_somebody_else_owns_it_but_never_lists_it() -> None:
    above, adviser = umbrella(), people.person("adviser")
    above.memberships.create(user=adviser, role=Role.PUBLISHER)
    one = draft(above)
    Organization.objects.filter(pk=one.pk).update(entered_by=adviser)
    one.refresh_from_db()
    link = confirmed(one, above)
    row = YearFigures.objects.create(organization=one, year=2025, members=9)
    assert not may.may_list_organization(adviser, one)
    assert not may.may_confirm_figures(adviser, link, row)
    owner = people.person("owner")
    membership = one.memberships.create(user=owner, role=Role.OWNER)
    assert may.may_confirm_figures(adviser, link, row)
    assert not may.may_list_organization(adviser, one)
    assert not may.may_confirm_figures(owner, link, row)
    row.said_by = adviser  # typed by them while they helped
    assert not may.may_confirm_figures(adviser, link, row)
    membership.ended_at = timezone.now()
    membership.save()
    row.said_by = None
    assert not may.may_confirm_figures(adviser, link, row)  # nobody owns it: theirs again
    assert may.role_in(adviser, one) is None


def test_figures_keep_who_typed_them_until_another_types_others() -> None:
    one = organization()
    first, second = member(one, "first"), member(one, "second")
    for user, members, said_by in [(first, 9, first), (second, 9, first), (second, 10, second)]:
        one.refresh_from_db()
        kept = one.figures.first()
        row = {"id": kept.pk if kept else None, "year": 2025, "members": members}
        save_rows(user=user, organization=one, kind="figures", rows=[row], version=one.version)
        assert one.figures.get().said_by == said_by


def test_two_years_take_each_others_place_in_one_save() -> None:
    one = organization()
    client = signed_in(member(one, "owner"))
    rows = [one.figures.create(year=year, members=members) for year, members in [(2024, 10), (2025, 20)]]
    form: dict[str, Any] = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "version": one.version}
    for n, (row, year) in enumerate(zip(rows, (2025, 2024), strict=True)):
        form |= {f"form-{n}-id": row.pk, f"form-{n}-year": year, f"form-{n}-members": row.members}
    address = f"/mn/account/organizations/{one.public_id}/rows/figures/"
    assert client.post(address, form).status_code == 302
    assert list(one.figures.order_by("year").values_list("year", "members")) == [(2024, 20), (2025, 10)]
    one.refresh_from_db()
    alone = {
        **form,
        "version": one.version,
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-year": 2024,
    }
    answer = client.post(address, alone)  # the year of a row that stays
    assert answer.status_code == 422
    assert list(one.figures.order_by("year").values_list("year", "members")) == [(2024, 20), (2025, 10)]
