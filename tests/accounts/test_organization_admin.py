"""The agency's queues, merging, badges, the log in the admin."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.changelog import note
from accounts.codes import Purpose, Role, Status
from accounts.models import Capacity, Change, Claim, Membership, Organization, PublicationConsent, User
from accounts.permissions.organizations import role_in
from tests import people
from tests.organizations import member, organization

pytestmark = pytest.mark.django_db

CMS = "/cms/organizations/"


@pytest.fixture
def staff() -> User:
    return people.agency()


@pytest.fixture
def desk(staff: User) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def claim(one: Organization, name: str) -> Claim:
    return Claim.objects.create(organization=one, claimant=people.person(name), text="Дарга нь", token=name)


def waiting(name: str) -> Organization:
    one = organization(name, status=Status.DRAFT, listing_asked_at=timezone.now())
    PublicationConsent.objects.create(organization=one, purpose=Purpose.DIRECTORY)
    return one


def test_the_menu_counts_what_waits_and_is_there_for_the_agency_alone(desk: Client) -> None:
    claim(organization(), "a")
    waiting("Арьс")
    page = text(desk.get("/cms/"))
    for label in ("Байгууллага (2)", "Хүсэлт (1)"):
        assert json.dumps(label) in page  # the menu is data for a script
    editor = Client()
    editor.force_login(people.editor())
    assert "/cms/organizations/claims/" not in text(editor.get("/cms/"))


def test_several_claims_are_decided_at_once_with_a_reason(desk: Client, staff: User) -> None:
    one, two = claim(organization("А"), "a"), claim(organization("Б"), "b")
    own = Claim.objects.create(organization=organization("В"), claimant=staff, text="x", token="own")
    form: dict[str, Any] = {"do": "approve", "which": [one.pk, two.pk, own.pk]}
    page = text(desk.post(f"{CMS}claims/", form, follow=True), 409)
    assert "Шалтгаанаа бичнэ үү" in page
    assert Claim.objects.filter(state="waiting").count() == 3
    page = text(desk.post(f"{CMS}claims/", {**form, "reason": "Танина"}, follow=True), 409)
    assert "Шийдсэн: 2" in page
    for found in (one, two):
        assert found.claimant is not None
        assert role_in(found.claimant, found.organization) == Role.OWNER
    own.refresh_from_db()
    assert own.state == "waiting"


def test_drafts_are_listed_or_sent_back(desk: Client) -> None:
    good, bad = waiting("Арьс"), waiting("Шир")
    page = text(desk.get(f"{CMS}drafts/"))
    assert "Арьс" in page
    assert "Шир" in page
    desk.post(f"{CMS}drafts/", {"do": "list", "which": [good.pk]})
    desk.post(f"{CMS}drafts/", {"do": "send-back", "which": [bad.pk], "reason": "Нэр буруу"})
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status, bad.listing_asked_at) == (Status.LISTED, Status.DRAFT, None)
    assert Change.objects.get(action="listing-refused").data == {"reason": "Нэр буруу"}


def test_nothing_chosen_or_nonsense_changes_nothing(desk: Client) -> None:
    one = claim(organization(), "a")
    for form in ({"do": "approve"}, {"do": "approve", "which": ["x", "9" * 30]}, {"which": [one.pk]}):
        assert desk.post(f"{CMS}claims/", form).status_code == 302
    one.refresh_from_db()
    assert one.state == "waiting"


def test_doubles_are_compared_and_merged(desk: Client) -> None:
    keep, gone = organization("Ноос", registration_number="7"), organization("Нооос", registration_number="7")
    owner = member(gone, "owner")
    address = f"{CMS}merge/?a={keep.pk}&b={gone.pk}"
    assert f"a={keep.pk}&amp;b={gone.pk}" in text(desk.get(f"{CMS}doubles/"))
    assert "7" in text(desk.get(address))
    desk.post(address)  # nothing chosen
    assert not Change.objects.exists()
    desk.post(address, {"keep": str(keep.pk)})
    assert role_in(owner, keep) == Role.OWNER
    assert desk.get(address).status_code == 404
    assert f"/cms/organizations/{keep.pk}/" in text(desk.get(f"{CMS}{gone.pk}/"))


def test_an_entry_is_compared_with_the_register_recognized_and_hidden(desk: Client) -> None:
    one = organization("Холбоо", level="union", registration_number="7")
    for do, field in (("check", "register_checks"), ("umbrella", "umbrella_since")):
        text(desk.post(f"{CMS}{one.pk}/", {"do": do, "version": one.version}, follow=True))
        one.refresh_from_db()
        assert getattr(one, field)
    for do, reason, status in [("hide", "Давхардсан", Status.HIDDEN), ("show", "Зассан", Status.LISTED)]:
        sent = {"do": do, "version": one.version}
        assert "Шалтгаанаа бичнэ үү" in text(desk.post(f"{CMS}{one.pk}/", sent), 422)
        page = text(desk.post(f"{CMS}{one.pk}/", {**sent, "reason": reason}, follow=True))
        assert f"Шалтгаан: {reason}" in page
        one.refresh_from_db()
        assert one.status == status
    assert desk.post(f"{CMS}{one.pk}/", {"do": "other"}).status_code == 404


def test_badges_are_granted_and_taken_back(desk: Client, staff: User) -> None:
    auditor = people.person("auditor")
    form = {"email": auditor.email, "kind": "auditor", "licence": "А-7", "ends_on": "2020-01-01"}
    assert desk.post(f"{CMS}badges/", form).status_code == 422
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert desk.post(f"{CMS}badges/", {**form, "email": staff.email, "ends_on": later}).status_code == 422
    assert desk.post(f"{CMS}badges/", {**form, "email": "no@khorshoo.example"}).status_code == 422
    desk.post(f"{CMS}badges/", {**form, "ends_on": later})
    badge = Capacity.objects.get()
    assert "А-7" in text(desk.get(f"{CMS}badges/"))
    desk.post(f"{CMS}badges/", {"which": badge.pk})
    badge.refresh_from_db()
    assert badge.ended_at is not None


def test_the_log_is_filtered_by_who_what_and_which(desk: Client) -> None:
    wool, hide = organization("Ноос"), organization("Арьс")
    owner = member(wool, "Болд")
    note(Change.Action.EDITED, user=owner, organization=wool, data={"fields": {"founded": ["", "2019"]}})
    note(Change.Action.HIDDEN, user=None, organization=hide)
    page = text(desk.get(f"{CMS}log/"))
    assert "2019" in page
    for query, seen, unseen in [
        ("who=Болд", "Ноос", "Арьс"),
        ("who=bold", "", "Ноос"),
        ("name=Арьс", "Арьс", "Ноос"),
        ("action=edited", "Ноос", "Арьс"),
    ]:
        page = text(desk.get(f"{CMS}log/results/?{query}"))
        assert seen in page
        assert f"{unseen}</a>" not in page


@pytest.mark.parametrize("size", [2, 40])
def test_the_queues_take_the_same_queries_however_long(
    size: int, desk: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(size):
        claim(organization(f"А{n}"), f"a{n}")
        waiting(f"Б{n}")
        note(Change.Action.EDITED, user=None, organization=Organization.objects.latest("pk"))
    for page in ("claims/", "drafts/", "", "log/"):
        with django_assert_max_num_queries(27):
            desk.get(CMS + page)


def test_the_list_of_entries_is_filtered(desk: Client) -> None:
    organization("Ноос")
    organization("Арьс", status=Status.DRAFT)
    page = text(desk.get(f"{CMS}results/?name=Ноо&status=listed"))
    assert "Ноос" in page
    assert "Арьс" not in page
    assert Membership.objects.count() == 0
