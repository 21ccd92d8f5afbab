"""Signing in, by code and by password; limits; recovery; sessions; rights that end at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from content.permissions import EDITORS
from tests import people
from tests.accounts.door import PASSWORD, code, is_signed_in, mails, member, sign_in

pytestmark = pytest.mark.django_db


WRONG = "wrong-wrong-wrong"


def try_password(address: str, password: str = WRONG, client: Client | None = None) -> str:
    answer = (client or Client()).post("/mn/account/login/", {"login": address, "password": password})
    return answer.content.decode() if answer.status_code == 200 else "in"


def test_a_code_by_mail_signs_in_from_the_page_with_the_password(client: Client) -> None:
    user = member(password=None)
    answer = client.post(
        "/mn/account/login/code/", {"login": user.email, "password": "", "next": "/mn/account/email/"}
    )
    where = answer["Location"]
    answer = client.post(where, {"code": code()})
    assert answer["Location"] == "/mn/account/email/"
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(client: Client) -> None:
    html = try_password("bat@example.mn")
    assert 'value="bat@example.mn"' in html
    assert "Имэйлээр ирэх кодоор нэвтэрч болно" in html


def test_nobody_is_led_elsewhere_after_signing_in(client: Client) -> None:
    user = member()
    answer = client.post(
        "/mn/account/login/", {"login": user.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/mn/account/"


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_in_any_spelling_lock_the_address_for_a_while(known: bool) -> None:
    if known:
        member("bat")
    with time_machine.travel(datetime(2026, 11, 28, 10, 4, 30, tzinfo=UTC), tick=False) as clock:
        spellings = [
            "bat@example.mn",
            "BAT@example.mn",
            " bat@Example.MN",
            "Bat@EXAMPLE.mn",
            "bat@example.mn",
        ]
        assert all("таарсангүй" in try_password(address) for address in spellings)
        for minutes in (1, 3):  # the next stretch of five minutes: still the same tries
            clock.shift(timedelta(minutes=minutes))
            assert "Хэт олон удаа" in try_password("bat@example.mn", PASSWORD)
        assert "таарсангүй" in try_password("other@example.mn")
        clock.shift(timedelta(minutes=10))
        assert (try_password("bat@example.mn", PASSWORD) == "in") is known


def test_right_passwords_do_not_count() -> None:
    member("bat")
    assert [try_password("bat@example.mn", PASSWORD) for _time in range(7)] == ["in"] * 7


def test_a_locked_password_still_lets_a_code_in(client: Client) -> None:
    user = member()
    for _time in range(6):
        try_password(user.email)
    where = client.post("/mn/account/login/code/", {"email": user.email})["Location"]
    client.post(where, {"code": code()})
    assert is_signed_in(client)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("way", ["login/code/", "password/reset/", "signup/"])
def test_an_address_gets_five_codes_in_a_quarter_of_an_hour(way: str, known: bool) -> None:
    if known:
        member("bat")
    spellings = ["bat@example.mn", "BAT@example.mn", "bat@ｅｘample.mn"]  # all arrive in one mailbox
    answers = [
        Client().post(f"/mn/account/{way}", {"email": address}).status_code for address in spellings * 2
    ]
    assert answers == [302] * 5 + [200]
    assert len(mails()) == 5


def code_works(client: Client, where: str, typed: str) -> bool:
    """Whether this code, typed there, leads into the account; recovery asks for a password on the way."""
    way = client.post(where, {"code": typed}).get("Location", "")
    if "password" in way:
        client.post(way, {"password1": "өөр-нууц-үг-2027"})
    return is_signed_in(client)


@pytest.mark.parametrize("way", ["login/code/", "password/reset/"])
def test_a_code_opens_once_within_a_quarter_of_an_hour(way: str, client: Client) -> None:
    user = member()
    with time_machine.travel(datetime(2026, 11, 28, 10, 0, tzinfo=UTC), tick=False) as clock:
        for minutes, opens in ((14, True), (16, False)):
            where = client.post(f"/mn/account/{way}", {"email": user.email})["Location"]
            right = code()
            clock.shift(timedelta(minutes=minutes))
            assert code_works(client, where, right) is opens
            client.post("/mn/account/logout/")
            mails()
            assert not code_works(client, where, right)


@pytest.mark.parametrize("way", ["login/code/", "password/reset/"])
def test_five_wrong_codes_spend_the_right_one(way: str, client: Client) -> None:
    where = client.post(f"/mn/account/{way}", {"email": member().email})["Location"]
    right = code()
    for number in range(5):
        client.post(where, {"code": "0000-0000" if right != "0000-0000" else f"1111-111{number}"})
    assert not code_works(client, where, right)


def test_one_place_is_stopped_in_plain_words() -> None:
    answers = [
        Client().post("/mn/account/login/", {"login": f"a{number}@example.mn", "password": "x"})
        for number in range(61)
    ]
    assert [a.status_code for a in answers] == [200] * 60 + [429]
    assert "хэт олон" in answers[-1].content.decode()
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post("/mn/account/login/", {"login": "a@example.mn", "password": "x"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "login/code/", "login/code/confirm/", "password/reset/", "password/reset/confirm/", "signup/",
        "signup/passkey/", "confirm-email/", "2fa/authenticate/", "2fa/webauthn/login/",
    ],
)  # fmt: skip
def test_one_place_is_stopped_on_every_page_of_the_door(path: str) -> None:
    answers = [Client().post(f"/mn/account/{path}", {}).status_code for _time in range(61)]
    assert 429 not in answers[:60]
    assert answers[60] == 429


def test_a_new_password_ends_the_other_sessions_but_not_this_one(client: Client) -> None:
    user = member()
    sign_in(client, user)
    elsewhere = Client()
    sign_in(elsewhere, user)
    answer = client.post(
        "/mn/account/password/change/", {"oldpassword": PASSWORD, "password1": "өөр-нууц-үг-2027"}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [sent.subject for sent in mails()] == ["Таны нууц үгийг солилоо · Хоршоо"]


def test_recovery_by_code_sets_a_password_and_ends_all_other_sessions(client: Client) -> None:
    user = member()
    elsewhere = Client()
    sign_in(elsewhere, user)
    where = client.post("/mn/account/password/reset/", {"email": user.email})["Location"]
    where = client.post(where, {"code": code()})["Location"]
    assert client.post(where, {"password1": "өөр-нууц-үг-2027"}).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert client.post(where, {"password1": "гурав-дахь-үг-33"})["Location"] != "/mn/account/"
    assert try_password(user.email, "өөр-нууц-үг-2027") == "in"


def test_the_address_is_changed_by_a_code_to_the_new_one_and_the_old_is_told(client: Client) -> None:
    user = member()
    sign_in(client, user)
    where = client.post("/mn/account/email/", {"email": "shine@example.mn", "action_add": "1"})
    assert where["Location"] == "/mn/account/confirm-email/"
    right = code()
    client.post("/mn/account/confirm-email/", {"code": right})
    user.refresh_from_db()
    assert user.email == "shine@example.mn"
    assert [sent.to for sent in mails()] == [["bat@example.mn"]]
    assert "таарсангүй" in try_password("bat@example.mn", PASSWORD)
    assert try_password("shine@example.mn", PASSWORD) == "in"


def test_changing_to_a_taken_address_looks_like_changing_to_a_free_one(client: Client) -> None:
    member("taken")
    user = member()
    sign_in(client, user)
    seen = []
    for address in ("taken@example.mn", "free@example.mn"):
        answer = client.post("/mn/account/email/", {"email": address, "action_add": "1"})
        seen.append((answer.status_code, answer.get("Location"), len(mails())))
    assert seen[0] == seen[1]
    assert User.objects.get(pk=user.pk).email == user.email


@pytest.mark.parametrize("action", ["action_send", "action_add"])
def test_mails_with_codes_that_a_session_asks_for_are_counted(client: Client, action: str) -> None:
    user = member()
    sign_in(client, user)
    address = user.email if action == "action_send" else "other@example.mn"
    answers = [
        client.post("/mn/account/email/", {"email": address, action: "1"}).status_code for _time in range(6)
    ]
    assert answers == [302] * 5 + [429]
    assert len(mails()) == 5


def test_wrong_present_passwords_are_counted(client: Client) -> None:
    user = member()
    sign_in(client, user)
    sent = {"oldpassword": WRONG, "password1": "өөр-нууц-үг-2027"}
    for _time in range(5):
        client.post("/mn/account/password/change/", sent)
    answer = client.post("/mn/account/password/change/", {**sent, "oldpassword": PASSWORD})
    assert "Хэт олон удаа" in answer.content.decode()
    assert "Хэт олон удаа" in try_password(user.email, PASSWORD)


def test_an_address_that_an_administrator_changed_is_the_only_one_that_signs_in() -> None:
    user = member()
    user.email = "shine@example.mn"
    user.save()
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == ["shine@example.mn"]
    assert "таарсангүй" in try_password("bat@example.mn", PASSWORD)


def test_sessions_are_listed_and_ended_one_by_one_or_all(client: Client) -> None:
    user = member()
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537")
    desk = Client()
    for browser in (client, phone, desk):
        sign_in(browser, user)
    html = client.get("/mn/account/sessions/").content.decode()
    assert "Chrome, Android" in html
    stranger = Client()
    sign_in(stranger, member("stranger"))
    pk = UserSession.objects.get(user_agent__contains="Android").pk
    assert stranger.post(f"/mn/account/sessions/{pk}/end/").status_code == 404
    assert is_signed_in(phone)
    client.post(f"/mn/account/sessions/{pk}/end/")
    assert [is_signed_in(browser) for browser in (client, phone, desk)] == [True, False, True]
    client.post("/mn/account/sessions/")
    assert [is_signed_in(browser) for browser in (client, phone, desk)] == [True, False, False]


def test_a_closed_account_and_a_lost_role_end_in_open_sessions(client: Client) -> None:
    editor = people.editor()
    people.sign_in(client, "editor")
    assert client.get("/cms/pages/").status_code == 200
    editor.groups.remove(Group.objects.get(name=EDITORS))
    assert client.get("/cms/pages/").status_code == 302
    assert is_signed_in(client)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_whoever_may_not_enter_the_admin_is_told_and_not_sent_in_circles(client: Client) -> None:
    sign_in(client, member())
    answer = client.get("/cms/", follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["login/", "signup/", "login/code/", "password/reset/", "", "security/"])
def test_no_page_of_the_account_is_kept_by_anybody(client: Client, path: str) -> None:
    assert client.get(f"/mn/account/{path}")["Cache-Control"] == "private, no-store"


def test_a_session_shows_when_it_was_last_used_with_a_write_an_hour_at_most(client: Client) -> None:
    client.force_login(member())
    with time_machine.travel("2026-11-02T01:00Z", tick=False) as clock:
        UserSession.objects.create(
            user=User.objects.get(), ip="203.0.113.5", session_key=client.session.session_key,
            user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/130",
        )  # fmt: skip
        writes = []
        for minutes in (50, 20, 20, 30):
            clock.shift(timedelta(minutes=minutes))
            with CaptureQueriesContext(connection) as asked:
                page = client.get("/mn/account/sessions/").content.decode()
            writes.append(sum("UPDATE" in query["sql"] and "usersession" in query["sql"] for query in asked))
        assert sum(writes) <= 2
        assert UserSession.objects.get().last_seen_at - UserSession.objects.get().created_at >= timedelta(
            minutes=70
        )
    assert "Chrome, Android" in page
    assert "сүүлд ашигласан: 2026" in page
    with CaptureQueriesContext(connection) as asked:
        Client().get("/mn/account/login/")
    assert not [query for query in asked if "usersession" in query["sql"]]
