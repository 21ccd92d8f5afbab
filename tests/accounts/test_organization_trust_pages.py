"""Listing, umbrellas, claims, help, the log: their pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.codes import Role, Status
from accounts.models import Affiliation, Assistance, Change, Claim, Membership, Organization, YearFigures
from accounts.permissions.organizations import may_decide_claim, may_list_organization, role_in
from content.permissions import AGENCY
from core import once
from tests import people
from tests.accounts.test_organization_pages import at, draft_form, edit_form, signed_in, text, with_factor
from tests.organizations import confirmed, member, officer, organization, umbrella

HOME = "/mn/account/organizations/"
pytestmark = pytest.mark.django_db


def now(one: Organization) -> dict[str, Any]:
    """What a form of this moment holds."""
    return {"version": Organization.objects.get(pk=one.pk).version}


# Listing, umbrellas, the desk


def test_from_a_draft_to_the_list_by_an_umbrella_with_a_second_factor() -> None:
    above = umbrella()
    speaker = member(above, "speaker", Role.PUBLISHER)
    one = organization(status=Status.DRAFT)
    owner = signed_in(member(one, "owner"))
    owner.post(at(one, "listing/"), {"do": "consent", "purposes": ["directory", "data"]})
    owner.post(at(one, "listing/"), {"do": "ask", "umbrella": above.public_id})
    desk = at(above, "desk/")
    client = signed_in(speaker)
    assert client.get(desk).status_code == 302  # to set up the second factor
    client = signed_in(with_factor(speaker))
    assert one.name in text(client.get(desk))
    client.post(desk, {"do": "send-back", "which": one.public_id, "reason": "Утасны дугаар алга", **now(one)})
    assert "Утасны дугаар алга" in text(owner.get(at(one, "listing/")))
    owner.post(at(one, "listing/"), {"do": "ask", "umbrella": above.public_id})
    client.post(desk, {"do": "list", "which": one.public_id, **now(one)})
    one.refresh_from_db()
    assert (one.status, one.listed_by) == (Status.LISTED, speaker)


def test_a_membership_is_asked_for_confirmed_shown_and_ended() -> None:
    above, one = umbrella(), organization()
    owner_user = member(one, "owner")
    owner, speaker = signed_in(owner_user), signed_in(with_factor(member(above, "Сараа", Role.PUBLISHER)))
    owner.post(at(one, "umbrellas/"), {"do": "ask", "umbrella": above.public_id})
    link = one.affiliations.get()
    speaker.post(at(above, "desk/"), {"do": "confirm", "which": str(link.pk), **now(one)})
    assert "Сараа" in text(owner.get(at(one, "umbrellas/")))
    own = Membership.objects.get(user=owner_user)
    owner.post(at(one, "umbrellas/"), {"do": "delegate", "which": str(link.pk), "person": str(own.pk)})
    delegate = link.delegates.get()
    speaker.post(at(above, "desk/"), {"do": "confirm-delegate", "which": str(delegate.pk), **now(one)})
    delegate.refresh_from_db()
    assert delegate.confirmed_at is not None
    figures = YearFigures.objects.create(organization=one, year=2025, members=31)
    members = at(above, "desk/members/")
    assert "31" in text(speaker.get(members))
    speaker.post(members, {"do": "figures", "which": str(link.pk), "figures": str(figures.pk), **now(one)})
    assert YearFigures.objects.get().is_confirmed
    owner.post(at(one, "umbrellas/"), {"do": "end", "which": str(link.pk), **now(one)})
    assert not YearFigures.objects.get().is_confirmed
    assert one.name not in text(speaker.get(members))


def test_the_desk_decides_on_nothing_of_others() -> None:
    above, stranger = umbrella(), organization("Өөр")
    other_link = confirmed(stranger, umbrella("Нөгөө холбоо"))
    claim = Claim.objects.create(organization=stranger, claimant=people.person("a"), text="x", token="t")
    Organization.objects.create(name_mn="Ноорог", listing_asked_at=timezone.now(), public_id="draftdraft22")
    client = signed_in(with_factor(member(above, "speaker", Role.PUBLISHER)))
    desk = at(above, "desk/")
    for form in [
        {"do": "list", "which": "draftdraft22"},
        {"do": "confirm", "which": str(other_link.pk)},
        {"do": "approve", "which": str(claim.pk), "reason": "x"},
        {"do": "end-practitioner", "which": "1"},
        {"do": "whatever", "which": "1"},
        {"do": "confirm", "which": "1; DROP"},
    ]:
        assert client.post(desk, form).status_code == 404, form
    answer = client.post(at(above, "desk/members/"), {"do": "end", "which": str(other_link.pk)})
    assert answer.status_code == 404


def test_an_umbrella_gives_and_takes_the_badge_of_a_practitioner() -> None:
    above = umbrella()
    expert = people.person("expert")
    client = signed_in(with_factor(member(above, "speaker", Role.PUBLISHER)))
    desk = at(above, "desk/")
    page = client.post(desk, {"do": "practitioner", "which": "nobody"}).content.decode()
    assert "алга" in page
    client.post(
        desk, {"do": "practitioner", "which": f"https://khorshoo.example/mn/people/{expert.public_id}/"}
    )
    capacity = expert.granted_capacities.get()
    assert capacity.organization == above
    client.post(desk, {"do": "end-practitioner", "which": str(capacity.pk)})
    capacity.refresh_from_db()
    assert capacity.ended_at is not None


# Claims, help


def test_a_claim_is_made_once_and_can_be_taken_back() -> None:
    one = organization()
    client = signed_in(people.person("claimant"))
    form = {"text": "Би дарга", "token": once.new_token()}
    client.post(at(one, "claim/"), form)
    client.post(at(one, "claim/"), form)
    client.post(at(one, "claim/"), {**form, "token": once.new_token()})
    assert Claim.objects.count() == 1
    assert one.name in text(client.get(HOME))
    client.post(at(one, "claim/"), {"do": "withdraw"})
    assert Claim.objects.get().state == "withdrawn"


def test_an_officer_enters_for_a_herder_who_takes_over_with_the_code() -> None:
    user = with_factor(officer())
    client = signed_in(user)
    agency = Membership.objects.get(user=user).organization
    # The date field of a browser takes today in this form alone.
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in text(client.get(f"{HOME}assist/enter/"))
    form = draft_form(
        person_name="Дулмаа", consent="spoken", consent_on="2026-01-05", helper_for=agency.public_id
    )
    page = text(client.post(f"{HOME}assist/enter/", form, follow=True))
    assert "Дулмаа" in page
    assistance = Assistance.objects.get()
    page = text(client.post(f"{HOME}assist/", {"which": assistance.public_id}))
    code = re.search(r"<b>([A-Z2-9]{5}-[A-Z2-9]{5})</b>", page)
    assert code
    assert code[1] not in text(client.get(f"{HOME}assist/"))
    herder = people.person("herder")
    own = signed_in(herder)
    assert own.post(f"{HOME}take-over/", {"code": "AAAAA-AAAAA"}).status_code == 422
    page = text(own.post(f"{HOME}take-over/", {"code": code[1]}, follow=True))
    assert "officer" in page  # entered with the help of
    assert role_in(herder, assistance.organization) == Role.OWNER
    assert client.get(at(assistance.organization, "edit/")).status_code == 404


def test_agency_and_helpers_need_a_second_factor_for_the_entries_of_others_but_not_for_their_own() -> None:
    staff = people.person("staff")
    staff.groups.set(Group.objects.filter(name=AGENCY))
    others, own = organization(), organization("Өөр")
    Membership.objects.create(user=staff, organization=own, role=Role.OWNER)
    helper = officer()
    Assistance.objects.create(
        organization=others,
        helper=helper,
        helper_for=Membership.objects.get(user=helper).organization,
        person_name="Дулмаа",
        consent="spoken",
        consent_on=timezone.localdate(),
    )
    for user in (staff, helper):
        answer = signed_in(user).post(at(others, "edit/"), edit_form(others, founded="2019"))
        assert answer.status_code == 302
        assert "2fa" in answer["Location"]
        others.refresh_from_db()
        assert others.founded == ""
    assert signed_in(staff).get(at(own, "edit/")).status_code == 200
    assert signed_in(with_factor(helper)).get(at(others, "edit/")).status_code == 200


def test_who_helps_or_speaks_for_a_union_opens_none_of_those_pages_without_a_second_factor() -> None:
    above, one = umbrella(), organization()
    for user, pages in [
        (officer(), [f"{HOME}assist/", f"{HOME}assist/enter/", at(one, "assist-claim/")]),
        (member(above, "speaker", Role.PUBLISHER), [at(above, "desk/"), at(above, "desk/members/")]),
    ]:
        for page in pages:
            for answer in (signed_in(user).get(page), signed_in(user).post(page, {})):
                assert answer.get("Location") == "/mn/account/2fa/", page
        with_factor(user)
        assert [signed_in(user).get(page).status_code for page in pages] == [200] * len(pages)


def test_who_is_no_helper_finds_no_page_for_helpers() -> None:
    client = signed_in(people.person("reader"))
    for page in ("assist/", "assist/enter/"):
        assert client.get(HOME + page).status_code == 404


# The log


def test_the_log_tells_who_did_what_in_words() -> None:
    one = organization()
    owner = signed_in(member(one, "Болд"))
    owner.post(at(one, "edit/"), edit_form(one, legal_form="savings-credit", founded="2019"))
    page = text(owner.get(at(one, "log/")))
    assert "Болд" in page
    assert "2019" in page
    assert "Хадгаламж зээлийн хоршоо" in page
    assert Change.objects.get().data["fields"]["founded"] == ["", "2019"]


@pytest.mark.parametrize("size", [3, 29])
def test_the_log_takes_the_same_queries_however_long(size: int, django_assert_max_num_queries: Any) -> None:
    from accounts.changelog import note

    one = organization()
    owner = member(one, "owner")
    for _n in range(size):
        note(Change.Action.EDITED, user=owner, organization=one, data={"fields": {"place": ["", "6231"]}})
    client = signed_in(owner)
    with django_assert_max_num_queries(14):
        client.get(at(one, "log/"))


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_page_opens_in_both_languages(language: str) -> None:
    above, one = umbrella(), organization(name_en="Wool")
    confirmed(one, above)
    user = with_factor(member(one, "owner"))
    Membership.objects.create(user=user, organization=above, role=Role.OWNER)
    YearFigures.objects.create(organization=one, year=2025, members=9, women=3)
    client = signed_in(user)
    home = f"/{language}/account/organizations/"
    pages = ["", "enter/", "take-over/", "assist/", "assist/enter/"]
    inner = [
        "",
        "edit/",
        "rows/figures/",
        "rows/contacts/",
        "rows/certificates/",
        "logo/",
        "people/",
        "listing/",
    ]
    inner += ["umbrellas/", "log/", "claim/", "assist-claim/"]
    pages += [f"{one.public_id}/{page}" for page in inner]
    pages += [f"{above.public_id}/desk/", f"{above.public_id}/desk/members/"]
    for page in pages:
        assert f'lang="{language}"' in text(client.get(home + page)), page


@pytest.mark.parametrize("size", [2, 20])
def test_a_unions_desk_takes_the_same_queries_however_long(
    size: int, django_assert_max_num_queries: Any
) -> None:
    above = umbrella()
    client = signed_in(with_factor(member(above, "speaker")))
    for n in range(size):
        one = organization(f"Хоршоо {n}")
        confirmed(one, above)
        YearFigures.objects.create(organization=one, year=2025, members=9)
        Claim.objects.create(organization=one, claimant=people.person(f"c{n}"), text="x", token=str(n))
        draft = organization(f"Ноорог {n}", status=Status.DRAFT)
        draft.entered_by, draft.listing_asked_at, draft.listing_asked_of = (
            one.entered_by,
            timezone.now(),
            above,
        )
        draft.save()
        Affiliation.objects.create(umbrella=above, member=draft, asked_by=people.person(f"d{n}"))
    with django_assert_max_num_queries(24):
        assert f"Ноорог {size - 1}" in text(client.get(at(above, "desk/")))
    with django_assert_max_num_queries(20):
        assert f"Хоршоо {size - 1}" in text(client.get(at(above, "desk/members/")))


def test_the_desk_offers_what_the_person_may_decide_and_nothing_else() -> None:
    above = umbrella()
    speaker = with_factor(member(above, "speaker"))
    drafts, claims = [], []
    for name, by in (("Нэг", None), ("Хоёр", speaker), ("Гурав", None)):
        draft = organization(name, status=Status.DRAFT, entered_by=by, listing_asked_of=above)
        draft.listing_asked_at = timezone.now()
        draft.save()
        drafts.append(draft)
    Membership.objects.create(user=speaker, organization=drafts[2], role=Role.MEMBER)
    for name, claimant in (("Өвс", people.person("a")), ("Ус", people.person("b")), ("Сүү", speaker)):
        one = organization(name)
        confirmed(one, above)
        claims.append(
            Claim.objects.create(organization=one, claimant=claimant, text=f"Хүсэлт: {name}", token=name)
        )
    member(claims[1].organization, "owner-already")
    page = text(signed_in(speaker).get(at(above, "desk/")))
    allowed = [may_list_organization(speaker, draft) for draft in drafts]
    assert allowed == [True, False, False]
    assert [draft.public_id in page for draft in drafts] == allowed
    allowed = [may_decide_claim(speaker, claim) for claim in claims]
    assert allowed == [True, False, False]
    assert [claim.text in page for claim in claims] == allowed
