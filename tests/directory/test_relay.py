"""Letters to organizations: to those who look after them, by mail, without an address of theirs; requests to join."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.codes import Role
from accounts.models import Invitation, Letter, Organization
from accounts.services import agency, joining
from accounts.services.letters import write_to_organization
from core import once, page_cache, personal_data
from tests import organizations as make
from tests import people
from tests.accounts.people_parts import deliver, signed_in, someone
from tests.directory.board_parts import BOARD, post, seen, writer

pytestmark = pytest.mark.django_db

TEXT = "Сайн байна уу. Ноосоо хамтарч борлуулах талаар ярилцмаар байна."


@pytest.fixture
def wool() -> Organization:
    made = make.organization("Ноос")
    make.member(made, "owner")
    make.member(made, "publisher", Role.PUBLISHER)
    make.member(made, "member", Role.MEMBER)
    return made


def send(client: Client, path: str, **changes: str) -> int:
    return client.post(path, {"text": TEXT, "token": once.new_token(), **changes}).status_code


def write(organization: Organization, what: str = "write") -> str:
    return f"/mn/directory/{organization.public_id}/{what}/"


def test_a_claimed_entry_is_written_to_and_an_ownerless_one_is_not(
    client: Client, wool: Organization
) -> None:
    free = make.organization("Сүү", status="unconfirmed")
    assert write(wool) in seen(client, f"/mn/directory/{wool.public_id}/")
    assert write(wool, "join") in seen(client, f"/mn/directory/{wool.public_id}/")
    assert write(free) not in seen(client, f"/mn/directory/{free.public_id}/")
    sender = writer(someone("Дорж"))
    assert sender.get(write(free)).status_code == 404
    hidden = make.organization("Нууц", status="hidden")
    make.member(hidden, "hider")
    assert sender.get(write(hidden)).status_code == 404


def test_a_visitor_signs_in_and_comes_back(client: Client, wool: Organization) -> None:
    answer = client.get(write(wool))
    assert answer["Location"] == f"/mn/account/login/?next={write(wool)}"
    assert "csrf" not in seen(client, f"/mn/directory/{wool.public_id}/")


def test_a_letter_reaches_owners_and_publishers_and_shows_no_address_of_theirs(wool: Organization) -> None:
    sender = someone("Дорж")
    client = writer(sender)
    asked = seen(client, write(wool))
    assert sender.email in asked  # said before it is sent
    assert send(client, write(wool)) == 302
    sent = seen(client, f"{write(wool)}?sent=1")
    deliver()
    assert sorted(one.to[0] for one in mail.outbox) == [
        "owner@khorshoo.example",
        "publisher@khorshoo.example",
    ]
    assert {one.reply_to[0] for one in mail.outbox} == {sender.email}
    assert "> Сайн байна уу." in mail.outbox[0].body
    assert not [page for page in (asked, sent) if "@khorshoo.example" in page.replace(sender.email, "")]


def test_none_of_its_own_people_and_nobody_without_an_address_writes(wool: Organization) -> None:
    own = make.member(wool, "colleague", Role.MEMBER)
    assert writer(own).get(write(wool)).status_code == 404
    assert write(wool) not in seen(signed_in(own), f"/mn/directory/{wool.public_id}/")
    person = someone("Дорж")
    person.emailaddress_set.update(verified=False)
    answer = writer(person).get(write(wool))
    assert answer["Location"] == "/mn/account/email/"
    for nobody in (own, person):
        with pytest.raises(PermissionDenied):
            write_to_organization(user=nobody, organization=wool, text=TEXT, token="t")


def test_the_same_letter_sent_twice_arrives_once(wool: Organization) -> None:
    client, token = writer(someone("Дорж")), once.new_token()
    assert [send(client, write(wool), token=token) for _i in range(2)] == [302, 302]
    deliver()
    assert len(mail.outbox) == 2  # one to each of two
    assert send(client, write(wool), website="https://spam.example") == 302
    assert Letter.objects.count() == 1


def test_letters_are_counted_by_sender_receiver_and_place(
    wool: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = writer(someone("Дорж"))
    assert [send(client, write(wool)) for _i in range(4)] == [302, 302, 302, 429]
    answer = client.post(write(wool), {"text": TEXT, "token": once.new_token()})
    assert TEXT in answer.content.decode()
    monkeypatch.setattr("accounts.letter_limits.LETTERS_TO_A_RECEIVER_A_DAY", 4)
    others = [writer(someone(f"Хүн {letter}")) for letter in "абв"]
    assert [send(other, write(wool)) for other in others] == [302, 429, 429]
    second = make.organization("Сүү")
    make.member(second, "milk")
    monkeypatch.setattr("accounts.letter_limits.LETTERS_FROM_A_PLACE_A_DAY", 1)
    assert send(writer(someone("Цэцэг")), write(second)) == 429


def test_an_answer_names_what_it_answers(wool: Organization) -> None:
    one, client = post(wool), writer(make.member(make.organization("Өвс"), "other"))
    address = f"{BOARD}{one.public_id}/answer/"
    assert address in seen(Client(), f"{BOARD}{one.public_id}/")
    assert send(client, address) == 302
    deliver()
    assert one.title in mail.outbox[0].subject
    assert f"{BOARD}{one.public_id}/" in mail.outbox[0].body
    one.until = one.until.replace(year=2020)
    one.save()
    assert client.get(address).status_code == 404
    page_cache.raise_version()


def test_who_asks_to_join_is_invited_from_the_organizations_own_page(wool: Organization) -> None:
    person = someone("Дорж")
    client = writer(person)
    assert "дүрм" in seen(client, write(wool, "join"))  # what to look at before one decides
    assert send(client, write(wool, "join")) == 302
    owner = signed_in(make.member(wool, "boss"))
    own = f"/mn/account/organizations/{wool.public_id}/"
    assert "1 хүн элсэх хүсэлт" in seen(owner, own)
    page = seen(owner, f"{own}people/")
    assert TEXT in page
    letter = Letter.objects.get()
    assert owner.post(f"{own}people/", {"do": "take-in", "which": str(letter.pk)}).status_code == 302
    assert Invitation.objects.open().get().email == person.email
    assert TEXT not in seen(owner, f"{own}people/")
    assert "элсэх хүсэлт" not in seen(owner, own)
    owner.post(f"{own}people/", {"do": "take-in", "which": str(letter.pk)})  # pressed again on an older page
    assert Invitation.objects.count() == 1


def test_a_request_is_put_aside_and_members_see_none(wool: Organization) -> None:
    assert send(writer(someone("Дорж")), write(wool, "join")) == 302
    member = signed_in(make.member(wool, "colleague", Role.MEMBER))
    people_page = f"/mn/account/organizations/{wool.public_id}/people/"
    assert TEXT not in seen(member, people_page)
    letter = Letter.objects.get()
    assert member.post(people_page, {"do": "put-aside", "which": str(letter.pk)}).status_code == 403
    stranger = make.member(make.organization("Өөр"), "stranger")
    with pytest.raises(PermissionDenied):
        joining.put_aside(user=stranger, letter=letter)
    owner = signed_in(make.member(wool, "boss"))
    owner.post(people_page, {"do": "put-aside", "which": str(letter.pk)})
    assert TEXT not in seen(owner, people_page)
    assert not Invitation.objects.exists()


def test_letters_go_with_the_entry_and_with_their_sender(wool: Organization) -> None:
    person, kept = someone("Дорж"), make.organization("Ноос хоршоо")
    send(writer(person), write(wool, "join"))
    agency.merge_organizations(user=people.agency(), keep=kept, gone=wool)
    assert Letter.objects.get().organization == kept
    section = next(one for one in personal_data.sections() if one.name == "letters")
    assert section.export(person)["sent"][0]["to"] == "Ноос хоршоо"
    section.erase(person)
    assert not Letter.objects.exists()
