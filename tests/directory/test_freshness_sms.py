"""The question by SMS, and the signed requests with which the gateway hands over the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as all_settings
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from accounts import sms
from accounts.codes import Role, Status
from accounts.models import Membership, Organization, PhoneNumber
from directory import questions
from directory.models import Question
from directory.signed import signature
from tests import organizations as make
from tests.directory.clock import Clock, clock

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-gateway-and-of-us-alone"
NUMBER = "+97699112233"


class Phone:
    """Keeps what the site sent by SMS, as a backend of the settings."""

    sent: list[tuple[str, str]] = []

    def send(self, to: str, text: str) -> None:
        self.sent.append((to, text))


@pytest.fixture
def at(settings: Settings) -> Iterator[Clock]:
    settings.FRESHNESS_SMS, settings.SMS_REPLY_SECRET = True, SECRET
    settings.SMS_BACKEND = "tests.directory.test_freshness_sms.Phone"
    Phone.sent.clear()
    with clock() as found:
        yield found


def owned(name: str = "Ноос", owner: Any = None) -> Organization:
    entry = make.organization(name)
    if owner is None:
        owner = make.member(entry, "owner")
        PhoneNumber.objects.create(user=owner, number=NUMBER, verified=True)
    else:
        Membership.objects.create(user=owner, organization=entry, role=Role.OWNER)
    return entry


def reply(client: Client, text: Any, sender: str = NUMBER, **wrong: Any) -> Any:
    """As the gateway sends it. wrong: `secret`, `time` or `body` of another."""
    body = wrong.get("body") or json.dumps({"from": sender, "text": text}).encode()
    time = str(wrong.get("time") or int(timezone.now().timestamp()))
    headers = {
        "X-Khorshoo-Time": time,
        "X-Khorshoo-Signature": wrong.get("signature") or signature(wrong.get("secret", SECRET), time, body),
    }
    return client.post("/sms/reply/", body, content_type="application/json", headers=headers)


def test_off_by_default_nothing_is_sent_and_nothing_is_taken(
    at: Clock, settings: Settings, client: Client
) -> None:
    settings.FRESHNESS_SMS = False
    owned()
    at.night(6)
    assert Phone.sent == []
    assert reply(client, "1").status_code == 404


def test_one_confirms(at: Clock, client: Client) -> None:
    entry = owned()
    at.night(6)
    at.night(7)
    assert Phone.sent[0] == (NUMBER, "Хоршоо: «Ноос» зөв хэвээр үү? 1=тийм, 2=өөрчлөгдсөн")
    assert reply(client, " 1. ").json() == {"result": "confirmed"}
    entry.refresh_from_db()
    assert (entry.status, entry.freshness.confirmed_as) == (Status.LISTED, "owner")
    assert reply(client, "1").json() == {"result": "nothing"}
    at.night(8)
    assert len(Phone.sent) == 2


def test_two_gets_the_address_where_the_entry_is_changed(at: Clock, client: Client) -> None:
    entry = owned()
    at.night(6)
    before = timezone.now()
    assert reply(client, "2").json() == {"result": "link"}
    at.night(6, 1)
    to, text = Phone.sent[-1]
    assert (to, text) == (NUMBER, f"Засах: {all_settings.SITE_URL}/e/{entry.public_id}/")
    assert (
        client.get(f"/e/{entry.public_id}/")["Location"]
        == f"/mn/account/organizations/{entry.public_id}/edit/"
    )
    entry.refresh_from_db()
    assert entry.freshness.confirmed_at is None
    assert reply(client, "1").json() == {"result": "confirmed"}
    entry.freshness.refresh_from_db()
    assert entry.freshness.confirmed_at > before


def test_what_is_no_answer_gets_a_hint_once(at: Clock, client: Client) -> None:
    owned()
    at.night(6)
    assert [reply(client, text).json()["result"] for text in ("сайн уу", "3", "")] == [
        "hint",
        "nothing",
        "nothing",
    ]
    at.night(6, 1)
    assert Phone.sent[1:] == [(NUMBER, "Хоршоо: 1 (зөв) эсвэл 2 (өөрчлөгдсөн) гэж хариулна уу.")]


def test_an_unknown_number_gets_nothing(at: Clock, client: Client) -> None:
    entry = owned()
    other = make.member(make.organization("Өөр"), "other")
    PhoneNumber.objects.create(user=other, number="+97688112233", verified=False)
    at.night(6)
    for sender in ("+97611111111", "+97688112233", "'; drop", "", "9" * 400):
        assert reply(client, "2", sender).json() == {"result": "nothing"}
    at.night(6, 1)
    assert len(Phone.sent) == 1
    entry.refresh_from_db()
    assert entry.freshness.confirmed_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another-secret-of-somebody-else"},
        {"signature": "0" * 64},
        {"signature": "ө"},
        {"time": 1},
        {"time": 4_000_000_000},
    ],
)
def test_what_is_not_signed_or_old_is_refused(at: Clock, client: Client, wrong: Any) -> None:
    entry = owned()
    at.night(6)
    if "signature" in wrong and not str(wrong["signature"]).isascii():
        wrong = {"signature": "%D3%A9"}
    assert reply(client, "1", **wrong).status_code == 403
    assert client.post("/sms/reply/", {"from": NUMBER, "text": "1"}).status_code == 403
    entry.refresh_from_db()
    assert entry.freshness.confirmed_at is None


def test_without_a_secret_nothing_is_believed(at: Clock, settings: Settings, client: Client) -> None:
    settings.SMS_REPLY_SECRET = ""
    owned()
    at.night(6)
    assert reply(client, "1", secret="").status_code == 403


def test_the_same_request_twice_is_taken_once(at: Clock, client: Client) -> None:
    owned()
    at.night(6)
    assert [reply(client, "2").json()["result"] for _n in range(2)] == ["link", "again"]
    at.night(6, 1)
    assert len(Phone.sent) == 2


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"1", b'{"from": 1, "text": "1"}', b'{"from": "1"}', b"\xff\xfe", b"null"]
)
def test_a_broken_body_is_told(at: Clock, client: Client, body: bytes) -> None:
    assert reply(client, "", body=body).status_code == 400


def test_a_person_with_two_entries_is_asked_one_after_the_other(at: Clock, client: Client) -> None:
    first = owned()
    second = owned("Сүү", owner=first.memberships.get().user)
    at.night(6)
    assert [text for _to, text in Phone.sent] == ["Хоршоо: «Ноос» зөв хэвээр үү? 1=тийм, 2=өөрчлөгдсөн"]
    reply(client, "1")
    second.refresh_from_db()
    assert second.freshness.confirmed_at is None
    at.night(6, 1)
    assert "Сүү" in Phone.sent[-1][1]
    at.months(6, 2)
    reply(client, "1")
    second.freshness.refresh_from_db()
    assert second.freshness.confirmed_at is not None


def test_a_question_nobody_answers_gives_way_to_the_next(at: Clock, settings: Settings) -> None:
    settings.FRESHNESS_LINK_DAYS = 7
    first = owned()
    owned("Сүү", owner=first.memberships.get().user)
    at.night(6)
    Question.objects.filter(sms=Question.Sms.WAITING).update(ends_at=timezone.now().replace(year=2027))
    at.night(6, 8)
    assert "Сүү" in Phone.sent[-1][1]


def test_every_message_is_charged_as_one() -> None:
    long = Organization(
        name_mn="«Баян-Өлгийн Алтан хошуу малчдын нэгдсэн хоршоо» ХХК",
        name_en="Altan Khoshuu " * 9,
        public_id="a" * 12,
    )
    for language in ("mn", "en"):
        with translation.override(language):
            texts = [questions.question_text(long), questions.hint_text(), questions.edit_text(long)]
            assert [sms.segments(text) for text in texts] == [1, 1, 1], texts
            assert "…» " in texts[0]
            assert len(texts[0]) > 60


def test_who_lost_the_ownership_is_not_asked_what_had_waited(at: Clock, client: Client) -> None:
    first = owned()
    second = owned("Сүү", owner=first.memberships.get().user)
    at.night(6)
    second.memberships.update(ended_at=timezone.now())
    assert reply(client, "1").json() == {"result": "confirmed"}
    at.night(6, 1)
    at.night(6, 2)
    assert len(Phone.sent) == 1


def test_who_lost_the_ownership_is_not_believed(at: Clock, client: Client) -> None:
    entry = owned()
    at.night(6)
    entry.memberships.update(role=Role.MEMBER)
    assert reply(client, "1").json() == {"result": "nothing"}
