"""Was this useful? Stored once, nothing lost, nothing about the reader kept."""

import re

import pytest
from django.test import Client
from wagtail.models import Page

from content import services
from content.models import PlainPage, Remark
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def page() -> Page:
    return PlainPage.objects.get(slug="about", locale__language_code="mn")


def form(client: Client, query: str = "") -> tuple[str, str]:
    address = f"/mn/feedback/{page().pk}/"
    answer = client.get(address + query)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    found = re.search(r'name="token"[^>]*value="([^"]+)"', answer.content.decode())
    assert found
    return address, found[1]


def test_a_remark_sent_twice_is_stored_once(client: Client) -> None:
    address, token = form(client)
    for _attempt in range(3):
        answer = client.post(address, {"useful": "no", "text": "Хураамж дутуу", "token": token})
        assert answer.status_code == 302
    remark = Remark.objects.get()
    assert (remark.useful, remark.text, remark.page_id) == (False, "Хураамж дутуу", page().pk)
    assert client.get(answer["Location"]).status_code == 200


def test_an_answer_alone_is_enough(client: Client) -> None:
    address, token = form(client, "?useful=yes")
    client.post(address, {"useful": "yes", "token": token})
    assert Remark.objects.get().useful is True


def test_nothing_said_is_asked_for_again(client: Client) -> None:
    address, token = form(client)
    answer = client.post(address, {"token": token})
    assert answer.status_code == 422
    assert "Тийм" in answer.content.decode()
    assert not Remark.objects.exists()


def test_a_forged_or_old_token_loses_nothing_that_was_typed(client: Client) -> None:
    address, _token = form(client)
    answer = client.post(address, {"text": "Чухал үг", "token": "forged"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Чухал үг" in text
    found = re.search(r'name="token"[^>]*value="([^"]+)"', text)
    assert found
    assert client.post(address, {"text": "Чухал үг", "token": found[1]}).status_code == 302


def test_too_long_a_remark_is_given_back(client: Client) -> None:
    address, token = form(client)
    answer = client.post(address, {"text": "а" * 2001, "token": token})
    assert answer.status_code == 422
    assert "а" * 2001 in answer.content.decode()


def test_programs_that_fill_in_every_field_are_thanked_and_forgotten(client: Client) -> None:
    address, token = form(client)
    client.post(address, {"text": "buy", "token": token, "website": "https://spam.example"})
    assert not Remark.objects.exists()


def test_many_remarks_from_one_place_are_stopped(client: Client) -> None:
    statuses = []
    for number in range(21):
        address, token = form(client)
        visitor = f"2001:db8:1:2::{number}"  # one household has many addresses of this kind
        answer = client.post(address, {"useful": "yes", "token": token}, REMOTE_ADDR=visitor)
        statuses.append(answer.status_code)
    assert statuses[-1] == 429
    assert Remark.objects.count() == 20


def test_a_page_that_is_not_public_takes_no_remarks(client: Client) -> None:
    hidden = page()
    hidden.unpublish()
    assert client.get(f"/mn/feedback/{hidden.pk}/").status_code == 404


def test_one_household_of_many_addresses_is_one_place() -> None:
    statuses = []
    for number in range(21):
        client = Client(REMOTE_ADDR=f"2001:db8::{number:x}")
        address, token = form(client)
        statuses.append(client.post(address, {"useful": "yes", "token": token}).status_code)
    assert statuses[-2:] == [302, 429]


def test_whoever_mends_the_note_does_not_become_the_one_who_answered() -> None:
    remark = Remark.objects.create(page=page(), text="Хураамж дутуу", token="t")
    first, second = people.editor("first"), people.editor("second")
    for user, note in ((first, "Нэмсэн"), (second, "Нэмсэн, шалгасан")):
        services.answer_remark(remark=remark, user=user, answered=True, note=note)
    remark.refresh_from_db()
    assert (remark.answered_by, remark.note) == (first, "Нэмсэн, шалгасан")
    services.answer_remark(remark=remark, user=second, answered=False, note="")
    remark.refresh_from_db()
    assert (remark.answered_by, remark.answered_at) == (None, None)
