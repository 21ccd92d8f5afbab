"""Profiles: who sees what, who may change it, two who save at once."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import Photo, Profile, User
from accounts.permissions.people import may_see_profile
from accounts.services import profiles
from tests import people
from tests.accounts.people_parts import (
    adviser,
    form_value,
    photo_file,
    signed_in,
    someone,
    values,
    with_profile,
)

pytestmark = pytest.mark.django_db


def page(client: Client, person: User) -> Any:
    return client.get(f"/mn/people/{person.public_id}/")


def test_a_profile_is_for_those_who_signed_in_until_its_owner_opens_it() -> None:
    person = someone()
    other = signed_in(someone("Сараа"))
    assert page(Client(), person).status_code == 404
    assert page(other, person).status_code == 200
    with_profile(person, audience="everyone", about="Мал маллана")
    assert "Мал маллана" in page(Client(), person).content.decode()
    with_profile(person, audience="members")
    assert page(Client(), person).status_code == 404


def test_nobody_sees_a_mail_address() -> None:
    person = adviser(audience="everyone")
    for client in [Client(), signed_in(someone("Сараа"))]:
        for address in [f"/mn/people/{person.public_id}/", "/mn/people/"]:
            assert person.email not in client.get(address).content.decode()


def test_parts_that_are_kept_back_are_seen_by_nobody_else() -> None:
    person = someone()
    shown = {"about": "Хонь мэднэ", "place": "6207", "fields": ["law"]}
    with_profile(person, **shown, kept_back=["about", "place", "fields", "photo", "language"])
    profiles.set_photo(user=person, person=person, file=photo_file())
    reader = signed_in(someone("Сараа"))
    text = page(reader, person).content.decode()
    for word in ["Хонь мэднэ", "Өвөрхангай", "Хууль", "<img"]:
        assert word not in text
    assert reader.get(f"/mn/people/{person.public_id}/photo/").status_code == 404
    with_profile(person, **shown)
    text = page(reader, person).content.decode()
    for word in ["Хонь мэднэ", "Өвөрхангай", "Хууль", "<img"]:
        assert word in text


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"erased_at": timezone.now()},
        {"deletion_due_at": timezone.now() + timedelta(days=3)},
    ],
)
def test_who_is_leaving_or_gone_is_not_seen(change: dict[str, Any]) -> None:
    person = adviser(audience="everyone")
    User.objects.filter(pk=person.pk).update(**change)
    for client in [Client(), signed_in(someone("Сараа"))]:
        assert page(client, person).status_code == 404
        assert person.name not in client.get("/mn/people/").content.decode()


def test_the_list_and_the_page_agree_on_who_sees_whom() -> None:
    persons = [adviser(f"Хүн {n}") for n in "абвгде"]
    with_profile(persons[0], trade="adviser", audience="everyone")
    User.objects.filter(pk=persons[1].pk).update(is_active=False)
    User.objects.filter(pk=persons[2].pk).update(erased_at=timezone.now())
    User.objects.filter(pk=persons[3].pk).update(deletion_due_at=timezone.now())
    Profile.objects.filter(user=persons[4]).update(hidden_at=timezone.now())
    viewers: list[Any] = [AnonymousUser(), someone("Сараа"), *User.objects.filter(is_active=True)]
    for viewer in viewers:
        listed = set(Profile.objects.visible_to(viewer).values_list("user_id", flat=True))
        assert listed == {
            p.user_id for p in Profile.objects.select_related("user") if p.is_visible_to(viewer)
        }


def test_a_hidden_profile_is_seen_by_its_owner_and_by_moderators() -> None:
    person, moderator = someone(), people.moderator()
    with_profile(person)
    Profile.objects.filter(user=person).update(hidden_at=timezone.now())
    person = User.objects.get(pk=person.pk)
    assert may_see_profile(person, person)
    assert may_see_profile(moderator, User.objects.get(pk=person.pk))
    assert not may_see_profile(someone("Сараа"), User.objects.get(pk=person.pk))


def test_nobody_changes_anothers_profile() -> None:
    person, other = someone(), someone("Сараа")
    closed = User(pk=person.pk, is_active=False)  # their own, in a session that is still open
    for user in [other, closed, people.superuser(), AnonymousUser()]:
        with pytest.raises(PermissionDenied):
            profiles.save_profile(user=user, person=person, version=0, values=values())
        with pytest.raises(PermissionDenied):
            profiles.set_photo(user=user, person=person, file=photo_file())


def form(client: Client, **changes: Any) -> dict[str, Any]:
    text = client.get("/mn/account/profile/").content.decode()
    return {
        "name": "Болд",
        "language": "mn",
        "audience": "members",
        "shown": ["about", "place"],
        "trade": "",
        "version": form_value(text, "version"),
        **changes,
    }


def test_the_form_saves_what_was_typed() -> None:
    person = someone()
    client = signed_in(person)
    sent = form(client, name="  Бат   Болд ", about="Ноос", place="62", place_in="", language="en", trade="adviser",
                fields_of_practice=["law", "credit"])  # fmt: skip
    assert client.post("/mn/account/profile/", sent).status_code == 302
    profile = Profile.objects.get(user=person)
    assert (profile.user.name, profile.user.language) == ("Бат Болд", "en")
    assert (profile.about, profile.place, profile.kept_back) == ("Ноос", "62", "fields language photo")
    assert profile.listed_at is not None
    assert sorted(row.field for row in profile.practice.all()) == ["credit", "law"]


def test_a_soum_is_asked_once_the_aimag_is_known_and_anew_for_another_aimag() -> None:
    person = someone()
    client = signed_in(person)
    assert 'name="place_in"' not in client.get("/mn/account/profile/").content.decode()
    for unsaid in ({"place": "62"}, {"place": "65", "place_in": "6207"}):
        answer = client.post("/mn/account/profile/", form(client, about="Ноос", **unsaid))
        assert answer.status_code == 422
        assert "Одоо сум, дүүргээ сонгоод дахин илгээнэ үү." in answer.content.decode()
        assert 'name="place_in"' in answer.content.decode()
        assert "Ноос" in answer.content.decode()
    assert client.post("/mn/account/profile/", form(client, place="62", place_in="6207")).status_code == 302
    assert Profile.objects.get(user=person).place == "6207"
    kept = client.get("/mn/account/profile/").content.decode()
    assert '<option value="62" selected' in kept
    assert '<option value="6207" selected' in kept
    assert client.post("/mn/account/profile/", form(client, place="65", place_in="")).status_code == 302
    assert Profile.objects.get(user=person).place == "65"


def test_a_name_that_is_refused_keeps_what_was_typed_with_the_reason() -> None:
    client = signed_in(someone())
    answer = client.post("/mn/account/profile/", form(client, name="Админ", about="Ноос"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "албан тушаал" in text
    assert 'href="#id_name"' in text
    assert "Ноос" in text
    person = User.objects.get()
    with pytest.raises(ValidationError):
        profiles.save_profile(user=person, person=person, version=0, values=values(name="Админ"))


def test_the_second_of_two_who_save_is_told_and_loses_nothing() -> None:
    person = someone()
    client = signed_in(person)
    late = form(client, about="Хоёр дахь")
    client.post("/mn/account/profile/", form(client, about="Эхнийх"))
    answer = client.post("/mn/account/profile/", late)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Хоёр дахь" in text  # typed
    assert "Эхнийх" in text  # stored
    assert Profile.objects.get(user=person).about == "Эхнийх"
    again = client.post("/mn/account/profile/", {**late, "version": form_value(text, "version")})
    assert again.status_code == 302
    assert Profile.objects.get(user=person).about == "Хоёр дахь"


def test_an_auditor_is_whom_the_agency_named_one() -> None:
    person = someone()
    with pytest.raises(ValidationError):
        with_profile(person, trade="auditor")
    assert "Аудитор" not in signed_in(person).get("/mn/account/profile/").content.decode()


def test_a_photo_is_put_up_seen_and_taken_away() -> None:
    person = someone()
    client = signed_in(person)
    assert client.post("/mn/account/profile/photo/", {"photo": photo_file()}).status_code == 302
    answer = client.get(f"/mn/people/{person.public_id}/photo/")
    assert answer["Content-Type"] == "image/jpeg"
    assert "private" in answer["Cache-Control"]
    assert Client().get(f"/mn/people/{person.public_id}/photo/").status_code == 404
    client.post("/mn/account/profile/photo/", {"remove": "1"})
    assert not Photo.objects.exists()


def test_a_photo_is_small_and_tells_nothing_of_where_and_by_what_it_was_taken() -> None:
    exif, out = Image.Exif(), BytesIO()
    exif[0x010F] = "Camera of Bat"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (900, 600), "blue").save(out, "JPEG", exif=exif)
    person = someone()
    client = signed_in(person)
    client.post(
        "/mn/account/profile/photo/", {"photo": SimpleUploadedFile("me.jpg", out.getvalue(), "image/jpeg")}
    )
    seen = client.get(f"/mn/people/{person.public_id}/photo/").content
    with Image.open(BytesIO(seen)) as picture:
        assert picture.size == (320, 320)
        assert not picture.getexif()


def test_a_file_that_is_no_photo_is_refused_with_the_reason() -> None:
    client = signed_in(someone())
    answer = client.post(
        "/mn/account/profile/photo/", {"photo": SimpleUploadedFile("a.svg", b"<svg/>", "image/svg+xml")}
    )
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()


@pytest.mark.parametrize("address", ["profile/", "data/", "delete/"])
def test_ones_own_pages_need_a_log_in(address: str) -> None:
    answer = Client().get(f"/mn/account/{address}")
    assert answer.status_code == 302
    assert "/mn/account/login/" in answer["Location"]
