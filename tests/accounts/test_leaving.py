"""My data, deletion with time to think, accounts nobody uses."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Letter, Photo, Profile, User
from accounts.schedule import end_accounts
from accounts.services import leaving, profiles
from accounts.services.letters import send_letter
from content.permissions import EDITORS
from core import personal_data
from tests import people
from tests.accounts.people_parts import adviser, deliver, photo_file, signed_in, someone, with_profile

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def archive(client: Client) -> dict[str, Any]:
    answer = client.post("/mn/account/data/")
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_the_archive_holds_what_is_kept_as_json_and_files() -> None:
    person = adviser(about="Ноос самнана")
    profiles.set_photo(user=person, person=person, file=photo_file())
    other = adviser("Дорж")
    send_letter(user=person, person=other, text="Асуулт байна, хариулаарай.", token="t")
    found = archive(signed_in(person))
    account, profile = json.loads(found["account.json"]), json.loads(found["profile.json"])
    assert account["email"] == person.email
    assert (profile["about"], profile["fields"]) == ("Ноос самнана", ["law"])
    assert found["files/photo.jpg"].startswith(b"\xff\xd8")
    assert "Асуулт байна" in found["letters.json"].decode()
    assert "json" in found["README.txt"].decode()


def test_the_archive_holds_nothing_of_others() -> None:
    person, other = adviser(), adviser("Дорж")
    send_letter(user=other, person=person, text="Асуулт байна, хариулаарай.", token="t")
    text = b"".join(archive(signed_in(person)).values()).decode(errors="ignore")
    assert "Асуулт байна" in text
    assert other.email not in text
    assert other.public_id not in text


def test_the_archive_holds_no_secret() -> None:
    person = someone()
    text = b"".join(archive(signed_in(person)).values()).decode(errors="ignore")
    assert person.password not in text


def test_the_archive_is_not_made_over_and_over() -> None:
    client = signed_in(someone())
    assert [client.post("/mn/account/data/").status_code for _i in range(11)] == [200] * 10 + [429]


def test_every_model_that_points_at_a_person_stands_in_a_section() -> None:
    named = {label.lower() for section in personal_data.sections() for label in section.models}
    pointing = {
        relation.related_model._meta.label_lower
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.related_model is not None
    }
    assert pointing - named == set()
    assert {label for label in named if not _is_there(label)} == set()


def _is_there(label: str) -> bool:
    try:
        return bool(apps.get_model(label))
    except LookupError:
        return False


def test_deletion_waits_and_can_be_taken_back(clock: Any) -> None:
    person = adviser(audience="everyone")
    client = signed_in(person)
    assert client.post("/mn/account/delete/", {}).status_code == 422
    assert client.post("/mn/account/delete/", {"sure": "on"}).status_code == 302
    deliver()
    assert "дугаар сарын 12" in mail.outbox[0].body
    assert Client().get(f"/mn/people/{person.public_id}/").status_code == 404
    assert "дугаар сарын 12" in client.get("/mn/account/delete/").content.decode()
    clock.shift(timedelta(days=13))
    end_accounts()
    client = signed_in(User.objects.get(pk=person.pk))
    assert client.post("/mn/account/delete/keep/").status_code == 302
    clock.shift(timedelta(days=30))
    end_accounts()
    assert User.objects.get(pk=person.pk).is_active
    assert Client().get(f"/mn/people/{person.public_id}/").status_code == 200


def test_who_asks_again_waits_no_longer_and_is_told_once(clock: Any) -> None:
    client = signed_in(person := someone())
    client.post("/mn/account/delete/", {"sure": "on"})
    due = User.objects.get(pk=person.pk).deletion_due_at
    clock.shift(timedelta(days=5))
    client.post("/mn/account/delete/", {"sure": "on"})
    assert User.objects.get(pk=person.pk).deletion_due_at == due
    deliver()
    assert len(mail.outbox) == 1


def test_with_the_account_of_an_editor_goes_the_office(clock: Any) -> None:
    editor = people.editor()
    leaving.ask_for_deletion(user=editor, person=editor)
    clock.shift(timedelta(days=15))
    end_accounts()
    gone = User.objects.get(pk=editor.pk)
    assert gone.erased_at
    assert not gone.groups.exists()


def test_after_the_time_nothing_personal_is_left_and_the_row_stays(clock: Any) -> None:
    person, other = adviser(), adviser("Дорж")
    address, name = person.email, person.name
    profiles.set_photo(user=person, person=person, file=photo_file())
    send_letter(user=person, person=other, text="Асуулт байна, хариулаарай.", token="t")
    client = signed_in(person)
    leaving.ask_for_deletion(user=person, person=person)
    deliver()
    mail.outbox.clear()
    clock.shift(timedelta(days=14, minutes=1))
    end_accounts()
    deliver()
    gone = User.objects.get(pk=person.pk)
    assert gone.erased_at
    assert (gone.name, gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert str(gone) == "Устгасан хаяг"
    assert not Profile.objects.filter(user=gone).exists()
    assert not Photo.objects.exists()
    assert not Letter.objects.exists()
    assert not EmailAddress.objects.filter(email=address).exists()
    assert not User.objects.filter(email=address).exists()
    assert name not in str(list(User.objects.filter(pk=gone.pk).values()))
    assert [message.to for message in mail.outbox] == [[address]]
    assert client.get("/mn/account/profile/").status_code == 302  # signed out
    someone_new = User.objects.create_user(address)  # the address is free again
    assert someone_new.pk != gone.pk


def test_what_stands_in_the_way_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    section = personal_data.Section("x", (), lambda _p: {}, hinders=lambda _p: ["Хамтран эзэн хэрэгтэй"])
    monkeypatch.setitem(personal_data._sections, "x", section)
    person = someone()
    client = signed_in(person)
    assert "Хамтран эзэн" in client.get("/mn/account/delete/").content.decode()
    assert client.post("/mn/account/delete/", {"sure": "on"}).status_code == 422
    assert User.objects.get(pk=person.pk).deletion_due_at is None


def test_nobody_deletes_another() -> None:
    person = someone()
    for user in [someone("Дорж"), people.superuser()]:
        with pytest.raises(PermissionDenied):
            leaving.ask_for_deletion(user=user, person=person)
        with pytest.raises(PermissionDenied):
            leaving.keep_account(user=user, person=person)


def test_unused_accounts_are_warned_then_deleted(clock: Any) -> None:
    person, used = someone(), someone("Дорж")
    for one in [person, used]:
        signed_in(one)  # sets the time of the last log-in
    clock.shift(timedelta(days=700))
    signed_in(used)
    clock.shift(timedelta(days=31))
    end_accounts()
    deliver()
    assert [message.to for message in mail.outbox] == [[person.email]]
    end_accounts()
    deliver()
    assert len(mail.outbox) == 1  # told once
    clock.shift(timedelta(days=61))
    end_accounts()
    assert User.objects.get(pk=person.pk).erased_at
    assert not User.objects.get(pk=used.pk).erased_at


def test_who_signs_in_after_the_warning_stays(clock: Any) -> None:
    person = someone()
    clock.shift(timedelta(days=731))
    end_accounts()
    clock.shift(timedelta(days=10))
    signed_in(User.objects.get(pk=person.pk))
    clock.shift(timedelta(days=100))
    end_accounts()
    assert not User.objects.get(pk=person.pk).erased_at
    clock.shift(timedelta(days=700))
    end_accounts()  # long unused again: told again, not deleted at once
    assert not User.objects.get(pk=person.pk).erased_at
    deliver()
    assert len([message for message in mail.outbox if message.to == [person.email]]) == 2


def test_who_holds_an_office_is_left_to_the_agency(clock: Any) -> None:
    editor = people.editor()
    clock.shift(timedelta(days=3000))
    end_accounts()
    clock.shift(timedelta(days=100))
    end_accounts()
    assert not User.objects.get(pk=editor.pk).erased_at


def test_an_account_that_fails_does_not_hold_up_the_others(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = someone(), someone("Дорж")
    for person in [stays, goes]:
        leaving.ask_for_deletion(user=person, person=person)
    section = personal_data.Section(
        "x", (), lambda _p: {}, hinders=lambda person: ["x"] if person == stays else []
    )
    monkeypatch.setitem(personal_data._sections, "x", section)
    clock.shift(timedelta(days=15))
    end_accounts()
    assert not User.objects.get(pk=stays.pk).erased_at
    assert User.objects.get(pk=goes.pk).erased_at


@pytest.mark.parametrize("unused", [False, True])
def test_who_keeps_the_account_while_others_are_deleted_stays(
    clock: Any, monkeypatch: pytest.MonkeyPatch, unused: bool
) -> None:
    goes, stays = someone(), someone("Дорж")
    for person in [goes, stays]:
        signed_in(person)
        if not unused:
            leaving.ask_for_deletion(user=person, person=person)
    clock.shift(timedelta(days=731 if unused else 15))
    if unused:
        end_accounts()
        clock.shift(timedelta(days=61))
    erase = personal_data.erase

    def erase_while_the_other_comes_back(person: User) -> None:
        other = stays if person.pk == goes.pk else goes
        if unused:
            signed_in(User.objects.get(pk=other.pk))
        else:
            leaving.keep_account(user=other, person=other)
        erase(person)

    monkeypatch.setattr(personal_data, "erase", erase_while_the_other_comes_back)
    end_accounts()
    assert sorted(bool(user.erased_at) for user in User.objects.filter(pk__in=[goes.pk, stays.pk])) == [
        False,
        True,
    ]


def test_a_profile_of_a_deleted_account_is_not_found(clock: Any) -> None:
    person = adviser()
    with_profile(person, audience="everyone")
    leaving.ask_for_deletion(user=person, person=person)
    clock.shift(timedelta(days=15))
    end_accounts()
    assert signed_in(someone("Дорж")).get(f"/mn/people/{person.public_id}/").status_code == 404


def test_an_address_that_nobody_confirmed_is_free_again_after_a_week(clock: Any) -> None:
    asked = User.objects.create_user("asked@example.mn", "x")
    EmailAddress.objects.create(user=asked, email=asked.email, primary=True, verified=False)
    confirmed = someone()
    clock.shift(timedelta(days=6))
    end_accounts()
    assert User.objects.filter(pk=asked.pk).exists()
    clock.shift(timedelta(days=2))
    end_accounts()
    assert not User.objects.filter(email="asked@example.mn").exists()
    assert User.objects.filter(pk=confirmed.pk).exists()


def test_who_comes_back_or_gets_an_office_while_others_are_warned_is_left_alone(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = someone(), someone("Дорж"), someone("Сараа")
    clock.shift(timedelta(days=731))
    tell = leaving._tell

    def tell_while_others_come(person: User, *args: Any) -> None:
        others = [one for one in (first, second, third) if one.pk != person.pk]
        signed_in(User.objects.get(pk=others[0].pk))
        others[1].groups.add(Group.objects.get(name=EDITORS))
        tell(person, *args)

    monkeypatch.setattr(leaving, "_tell", tell_while_others_come)
    assert leaving.warn_unused_accounts() == 1
    deliver()
    assert len(mail.outbox) == 1


def test_who_got_an_office_after_the_warning_is_left_to_the_agency(clock: Any) -> None:
    person = someone()
    clock.shift(timedelta(days=731))
    end_accounts()
    person.groups.add(Group.objects.get(name=EDITORS))
    clock.shift(timedelta(days=100))
    end_accounts()
    assert not User.objects.get(pk=person.pk).erased_at
