"""The pages of organizations, as people use them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.codes import Role, Status
from accounts.models import Assistance, Change, Claim, Invitation, Membership, Organization, User, YearFigures
from accounts.permissions.organizations import role_in
from accounts.services import memberships
from core import once
from tests import people
from tests.organizations import confirmed, member, officer, organization, umbrella
from tests.people import SECRET

pytestmark = pytest.mark.django_db

HOME = "/mn/account/organizations/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_factor(user: User) -> User:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(user, SECRET)
    return user


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def at(one: Organization, rest: str = "") -> str:
    return f"{HOME}{one.public_id}/{rest}"


def draft_form(**more: str) -> dict[str, str]:
    return {
        "name_mn": "Цагаан суварга",
        "level": "primary",
        "place": "6231",
        "token": once.new_token(),
        **more,
    }


# Entering


def test_a_person_enters_an_organization_and_comes_to_its_page() -> None:
    author = people.person("author")
    client = signed_in(author)
    answer = client.post(f"{HOME}enter/", draft_form(), follow=True)
    assert "Цагаан суварга" in text(answer)
    assert role_in(author, Organization.objects.get()) == Role.OWNER


def test_entries_that_look_alike_are_offered_first_and_what_was_typed_stays() -> None:
    there = organization("Цагаан суварга")
    client = signed_in(people.person("author"))
    form = draft_form(registration_number="77")
    page = text(client.post(f"{HOME}enter/", form))
    assert at(there, "claim/") in page
    assert 'value="77"' in page
    assert Organization.objects.count() == 1
    client.post(f"{HOME}enter/", {**form, "sure": "1"})
    assert Organization.objects.count() == 2


def test_who_has_not_confirmed_an_address_is_told_so_and_enters_nothing() -> None:
    from allauth.account.models import EmailAddress

    user = people.person("author")
    EmailAddress.objects.filter(user=user).update(verified=False)
    client = signed_in(user)
    assert f"{HOME}enter/" not in text(client.get(HOME))
    assert client.post(f"{HOME}enter/", draft_form()).status_code == 403
    assert not Organization.objects.exists()


def test_a_form_that_lay_too_long_is_refused_and_keeps_what_was_typed() -> None:
    client = signed_in(people.person("author"))
    answer = client.post(f"{HOME}enter/", draft_form(token="forged"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Цагаан суварга" in page
    fresh = re.search(r'name="token" value="([^"]+)"', page)
    assert fresh
    assert once.read_token(fresh[1])


# Others' organizations


@pytest.mark.parametrize("page", ["", "edit/", "rows/figures/", "logo/", "people/", "listing/", "umbrellas/",
                                  "log/", "claim/", "desk/", "desk/members/", "assist-claim/"])  # fmt: skip
def test_anothers_draft_is_not_there(page: str) -> None:
    one = organization(status=Status.DRAFT)
    member(one, "owner")
    client = signed_in(people.person("stranger"))
    assert client.get(at(one, page)).status_code == 404
    assert client.post(at(one, page), {"do": "end"}).status_code == 404


def test_a_visitor_is_led_to_the_door() -> None:
    answer = Client().get(HOME)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/mn/account/login/?next=")


# Changing


def edit_form(one: Organization, **more: Any) -> dict[str, Any]:
    return {"name_mn": one.name_mn, "level": one.level, "place": one.place, "version": one.version, **more}


def test_two_owners_save_at_once_and_the_second_sees_what_changed_and_keeps_the_text() -> None:
    one = organization()
    first, second = signed_in(member(one, "Болд")), signed_in(member(one, "Дорж"))
    form = edit_form(one)
    assert first.post(at(one, "edit/"), {**form, "founded": "2019"}).status_code == 302
    answer = second.post(at(one, "edit/"), {**form, "founded": "2020", "about": "Бид ноос угаана"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Болд" in page
    assert "2019" in page
    assert "Бид ноос угаана" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert (
        second.post(
            at(one, "edit/"), {**form, "version": version[1], "founded": "2020", "about": "Бид ноос угаана"}
        ).status_code
        == 302
    )
    one.refresh_from_db()
    assert (one.founded, one.about) == ("2020", "Бид ноос угаана")


@pytest.mark.parametrize(
    ("field", "value"),
    [("founded", "урьд нь"), ("founded", "2019.13"), ("place", "9999"), ("isic", "Z"), ("level", "agency")],
)
def test_what_is_no_value_is_refused_at_its_field(field: str, value: str) -> None:
    one = organization()
    client = signed_in(member(one, "owner"))
    answer = client.post(at(one, "edit/"), edit_form(one, **{field: value}))
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()


def rows_form(rows: list[dict[str, Any]], version: int, initial: int = 0) -> dict[str, Any]:
    form: dict[str, Any] = {
        "form-TOTAL_FORMS": len(rows),
        "form-INITIAL_FORMS": initial,
        "form-MIN_NUM_FORMS": 0,
        "form-MAX_NUM_FORMS": 30,
        "version": version,
    }
    for n, row in enumerate(rows):
        form |= {f"form-{n}-{name}": value for name, value in row.items()}
    return form


def test_figures_are_entered_by_year_and_are_reasonable() -> None:
    one = organization()
    client = signed_in(member(one, "owner"))
    address = at(one, "rows/figures/")
    good = {"year": 2024, "members": 12, "women": 5}
    for bad in [
        [{"year": 2024, "members": 3, "women": 5}],
        [{"year": timezone.localdate().year + 1, "members": 3}],
        [good, {"year": 2024, "members": 13}],
        [{"year": 2024}],
    ]:
        assert client.post(address, rows_form(bad, one.version)).status_code == 422
    assert client.post(address, rows_form([good, {}], one.version)).status_code == 302
    row = YearFigures.objects.get()
    assert (row.year, row.members, row.women) == (2024, 12, 5)
    page = text(client.get(address))
    assert 'value="12"' in page
    one.refresh_from_db()
    gone = {**good, "id": row.pk, "DELETE": "on"}
    assert client.post(address, rows_form([gone], one.version, initial=1)).status_code == 302
    assert not YearFigures.objects.exists()


def test_a_web_address_gets_its_beginning_and_a_script_is_none() -> None:
    one = organization()
    client = signed_in(member(one, "owner"))
    row = {"kind": "website", "value": "www.noos.mn", "visibility": "public"}
    client.post(at(one, "rows/contacts/"), rows_form([row], one.version))
    assert one.contacts.get().value == "https://www.noos.mn"
    bad = {"kind": "website", "value": "javascript://alert(1)", "visibility": "public"}
    assert client.post(at(one, "rows/contacts/"), rows_form([bad], 2)).status_code == 422


def test_a_logo_is_drawn_anew_and_an_svg_is_refused_with_the_reason() -> None:
    from io import BytesIO

    from PIL import Image

    one = organization()
    client = signed_in(member(one, "owner"))
    svg = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    answer = client.post(at(one, "logo/"), {"picture": svg})
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()
    out = BytesIO()
    Image.new("RGB", (900, 600), "green").save(out, "PNG")
    client.post(at(one, "logo/"), {"picture": SimpleUploadedFile("logo.png", out.getvalue(), "image/png")})
    one.refresh_from_db()
    with Image.open(one.logo.path) as kept:
        assert (kept.format, max(kept.size)) == ("JPEG", 512)
    client.post(at(one, "logo/"), {"remove": "1"})
    one.refresh_from_db()
    assert not one.logo


# People


def test_an_owner_invites_and_the_guest_joins_by_the_link_of_the_mail() -> None:
    one = organization()
    owner, guest = signed_in(member(one, "owner")), people.person("guest")
    owner.post(at(one, "people/"), {"do": "invite", "email": "GUEST@khorshoo.example", "role": "publisher"})
    link = f"{HOME}invitations/{Invitation.objects.get().key}/"
    assert one.name not in text(Client().get(link))
    stranger = signed_in(people.person("stranger"))
    assert one.name not in text(stranger.get(link))
    stranger.post(link)
    assert Membership.objects.count() == 1
    client = signed_in(guest)
    assert one.name in text(client.get(HOME))
    assert one.name in text(client.get(link))
    client.post(link)
    assert role_in(guest, one) == Role.PUBLISHER
    assert "нэг удаа" in text(client.get(link))


def test_a_publisher_cannot_make_an_owner_not_even_by_hand() -> None:
    one = organization()
    client = signed_in(member(one, "publisher", Role.PUBLISHER))
    form = {"do": "invite", "email": "guest@khorshoo.example", "role": "owner"}
    assert client.post(at(one, "people/"), form).status_code == 422
    other = Membership.objects.get(user=member(one, "other", Role.MEMBER))
    form = {"do": "role", "which": str(other.pk), "role": "owner"}
    assert client.post(at(one, "people/"), form).status_code == 403
    assert not Invitation.objects.exists()


def test_roles_are_changed_and_handed_on_from_the_page() -> None:
    one = organization()
    owner, heir = member(one, "owner"), member(one, "heir", Role.MEMBER)
    client = signed_in(owner)
    which = str(Membership.objects.get(user=heir).pk)
    client.post(at(one, "people/"), {"do": "role", "which": which, "role": "publisher"})
    assert role_in(heir, one) == Role.PUBLISHER
    own = str(Membership.objects.get(user=owner).pk)
    page = text(client.post(at(one, "people/"), {"do": "end", "which": own}, follow=True))
    assert "эзэмшигч" in page
    client.post(at(one, "people/"), {"do": "hand-on", "which": which})
    assert role_in(heir, one) == Role.OWNER


def test_an_ended_role_ends_in_the_open_session() -> None:
    one = organization()
    owner, publisher = member(one, "owner"), member(one, "publisher", Role.PUBLISHER)
    client = signed_in(publisher)
    assert client.get(at(one, "edit/")).status_code == 200
    memberships.end_membership(user=owner, membership=Membership.objects.get(user=publisher))
    assert client.get(at(one, "edit/")).status_code == 404


@pytest.mark.parametrize("size", [2, 25])
def test_lists_take_the_same_queries_however_long(size: int, django_assert_max_num_queries: Any) -> None:
    user = people.person("reader")
    above, one = umbrella(), organization("Миний")
    Membership.objects.create(user=user, organization=one, role=Role.OWNER)
    for n in range(size):
        mine = organization(f"Хоршоо {n}")
        Membership.objects.create(user=user, organization=mine, role=Role.OWNER)
        confirmed(mine, above)
        member(one, f"person{n}")
        Claim.objects.create(organization=mine, claimant=user, text="x", token=str(n), state="refused")
    client = signed_in(user)
    with django_assert_max_num_queries(24):
        client.get(HOME)
    with django_assert_max_num_queries(20):
        client.get(at(one, "people/"))


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
    client.post(desk, {"do": "send-back", "which": one.public_id, "reason": "Утасны дугаар алга"})
    assert "Утасны дугаар алга" in text(owner.get(at(one, "listing/")))
    owner.post(at(one, "listing/"), {"do": "ask", "umbrella": above.public_id})
    client.post(desk, {"do": "list", "which": one.public_id})
    one.refresh_from_db()
    assert (one.status, one.listed_by) == (Status.LISTED, speaker)


def test_a_membership_is_asked_for_confirmed_shown_and_ended() -> None:
    above, one = umbrella(), organization()
    owner_user = member(one, "owner")
    owner, speaker = signed_in(owner_user), signed_in(with_factor(member(above, "Сараа", Role.PUBLISHER)))
    owner.post(at(one, "umbrellas/"), {"do": "ask", "umbrella": above.public_id})
    link = one.affiliations.get()
    speaker.post(at(above, "desk/"), {"do": "confirm", "which": str(link.pk)})
    assert "Сараа" in text(owner.get(at(one, "umbrellas/")))
    own = Membership.objects.get(user=owner_user)
    owner.post(at(one, "umbrellas/"), {"do": "delegate", "which": str(link.pk), "person": str(own.pk)})
    delegate = link.delegates.get()
    speaker.post(at(above, "desk/"), {"do": "confirm-delegate", "which": str(delegate.pk)})
    delegate.refresh_from_db()
    assert delegate.confirmed_at is not None
    figures = YearFigures.objects.create(organization=one, year=2025, members=31)
    members = at(above, "desk/members/")
    assert "31" in text(speaker.get(members))
    speaker.post(members, {"do": "figures", "which": str(link.pk), "figures": str(figures.pk)})
    assert YearFigures.objects.get().is_confirmed
    owner.post(at(one, "umbrellas/"), {"do": "end", "which": str(link.pk)})
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
    page = text(client.post(desk, {"do": "practitioner", "which": "nobody"}, follow=True))
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
    pages += [f"{one.public_id}/{page}" for page in ("", "edit/", "rows/figures/", "rows/contacts/",
              "rows/certificates/", "logo/", "people/", "listing/", "umbrellas/", "log/", "claim/", "assist-claim/")]  # fmt: skip
    pages += [f"{above.public_id}/desk/", f"{above.public_id}/desk/members/"]
    for page in pages:
        assert f'lang="{language}"' in text(client.get(home + page)), page
