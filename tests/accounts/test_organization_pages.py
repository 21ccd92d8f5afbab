"""The pages of organizations, as people use them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.codes import Role, Status
from accounts.models import Claim, Invitation, Membership, Organization, User, YearFigures
from accounts.permissions.organizations import role_in
from accounts.services import memberships
from core import once
from tests import people
from tests.organizations import confirmed, member, organization, umbrella
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


def test_nobody_sends_the_form_that_was_made_for_another() -> None:
    form = draft_form()
    assert signed_in(people.person("author")).post(f"{HOME}enter/", form).status_code == 302
    other = {**form, "name_mn": "Өөр нэр", "place": "8401"}
    assert signed_in(people.person("stranger")).post(f"{HOME}enter/", other).status_code == 403
    assert Organization.objects.count() == 1


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


def test_a_soum_is_asked_once_the_aimag_is_known_and_nothing_typed_is_lost() -> None:
    client = signed_in(people.person("author"))
    assert 'name="place_in"' not in text(client.get(f"{HOME}enter/"))
    answer = client.post(f"{HOME}enter/", draft_form(place="62", registration_number="77"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<option value="62" selected' in page
    assert '<option value="6231">' in page
    assert 'value="77"' in page
    assert not Organization.objects.exists()
    client.post(f"{HOME}enter/", draft_form(place="62", place_in="6231"))
    assert Organization.objects.get().place == "6231"


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


def test_a_year_that_somebody_added_meanwhile_is_told_and_what_was_typed_stays() -> None:
    one = organization()
    client = signed_in(member(one, "owner"))
    YearFigures.objects.create(organization=one, year=2024, members=9)
    page = client.post(
        at(one, "rows/figures/"), rows_form([{"year": "2024", "members": "4321"}], one.version)
    )
    assert page.status_code == 422
    assert "4321" in page.content.decode()
    assert YearFigures.objects.get().members == 9


def test_two_owners_save_contacts_at_once_and_the_second_keeps_what_was_typed() -> None:
    one = organization()
    first, second = signed_in(member(one, "Болд")), signed_in(member(one, "Дорж"))
    address, version = at(one, "rows/contacts/"), one.version
    for_all = {"kind": "phone", "visibility": "public"}
    first.post(address, rows_form([{**for_all, "value": "99110001"}], version))
    typed = {**for_all, "value": "99110002", "note": "Дарга"}
    answer = second.post(address, rows_form([typed], version))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [text in page for text in ("Болд", "99110002", "Дарга")] == [True] * 3
    assert [row.value for row in one.contacts.all()] == ["99110001"]
    begun = re.search(r'name="version" value="(\d+)"', page)
    assert begun
    assert second.post(address, rows_form([typed], int(begun[1]))).status_code == 302
    assert {row.value for row in one.contacts.all()} == {"99110001", "99110002"}


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
    address = re.search(r'src="?([^"?> ]+/logo/image/)', text(client.get(at(one))))
    assert address
    for reader in (client, Client()):
        seen = reader.get(address[1])
        assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    Organization.objects.filter(pk=one.pk).update(status=Status.DRAFT)
    assert Client().get(address[1]).status_code == 404
    assert client.get(address[1]).status_code == 200
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
    assert stranger.get(link).status_code == 404
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
