"""The second factor: who needs one, what it ends, how often it may be tried."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings
from qrcode import QRCode

from accounts import second_factor
from accounts.adapter import SecondFactorAdapter
from tests import people
from tests.accounts.door import PASSWORD, code, is_signed_in, mails, member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> people.User:
    """An editor without a second factor."""
    found = people.editor()
    Authenticator.objects.all().delete()
    return found


@pytest.fixture(autouse=True)
def _commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens at once, as it does outside of a test's transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda done, **_options: done())


def set_up_app(client: Client) -> None:
    """An authenticator app, as somebody does who reads the key off the page."""
    secret = client.get("/mn/account/2fa/totp/activate/").context_data["form"].secret
    shown = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/mn/account/2fa/totp/activate/", {"code": shown})
    assert answer.status_code == 302, answer.content.decode()


def test_an_editor_sets_up_a_second_factor_before_the_admin_opens(
    client: Client, editor: people.User
) -> None:
    sign_in(client, editor, "secret-secret")
    answer = client.get("/cms/pages/")
    assert answer["Location"] == "/mn/account/2fa/"
    assert "хоёр дахь хамгаалалтаа" in client.get("/mn/account/2fa/").content.decode()
    set_up_app(client)
    page = client.get("/mn/account/2fa/").content.decode()
    assert 'href="/cms/pages/"' in page
    assert "Холбосон" in page
    assert client.get("/cms/pages/").status_code == 200
    assert [sent.subject for sent in mails()] == ["Код харуулах апп холболоо · Хоршоо"]


def test_recovery_codes_alone_do_not_open_the_admin(client: Client, editor: people.User) -> None:
    RecoveryCodes.activate(editor)
    client.force_login(editor)
    assert client.get("/cms/pages/")["Location"] == "/mn/account/2fa/"


def test_the_first_factor_ends_sessions_that_began_without_one(client: Client, editor: people.User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, editor, "secret-secret")
    set_up_app(client)
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_a_factor_taken_away_closes_the_admin_at_once(client: Client) -> None:
    people.editor()
    people.sign_in(client, "editor")
    assert client.get("/cms/").status_code == 200
    client.post("/mn/account/2fa/totp/deactivate/")
    assert client.get("/cms/")["Location"] == "/mn/account/2fa/"


def test_readers_need_none(client: Client) -> None:
    user = member()
    sign_in(client, user)
    assert is_signed_in(client)
    assert second_factor.is_missing(user)


def test_where_it_is_off_editors_come_in_and_are_told(
    client: Client, editor: people.User, settings: Settings
) -> None:
    assert "second-factor-off" not in _admin(client, editor, settings, required=True)
    page = _admin(client, editor, settings, required=False)
    assert "second-factor-off" in page
    assert "css/admin.css" in page, "without it the note lies below the page"


def _admin(client: Client, editor: people.User, settings: Settings, *, required: bool) -> str:
    settings.REQUIRE_SECOND_FACTOR = required
    client.force_login(editor)
    return str(client.get("/cms/", follow=True).content.decode())


def test_a_password_alone_does_not_sign_in_whoever_has_a_second_factor(client: Client) -> None:
    people.editor()
    answer = client.post(
        "/mn/account/login/", {"login": "editor@khorshoo.example", "password": "secret-secret"}
    )
    assert answer["Location"] == "/mn/account/2fa/authenticate/"
    assert not is_signed_in(client)


def test_five_wrong_codes_lock_the_second_factor_in_all_browsers(client: Client) -> None:
    people.editor()
    browsers = [Client() for _number in range(3)]
    for browser in browsers:
        browser.post("/mn/account/login/", {"login": "editor@khorshoo.example", "password": "secret-secret"})
    wrong = "000000" if people.app_code() != "000000" else "111111"
    for number in range(5):
        answer = browsers[number % 3].post("/mn/account/2fa/authenticate/", {"code": wrong})
        assert answer.status_code == 200
    locked = browsers[0].post("/mn/account/2fa/authenticate/", {"code": people.app_code()})
    assert "Хэт олон удаа" in locked.content.decode()
    assert not is_signed_in(browsers[0])


@pytest.mark.parametrize("path", ["reauthenticate/", "totp/activate/"])
def test_codes_that_a_session_tries_are_counted_too(client: Client, path: str) -> None:
    user = people.editor() if path == "reauthenticate/" else member()
    with time_machine.travel(datetime(2026, 11, 28, 12, 0, tzinfo=UTC), tick=False) as clock:
        if path == "reauthenticate/":
            people.sign_in(client, "editor")
            clock.shift(timedelta(minutes=16))
            secret = people.SECRET
        else:
            sign_in(client, user)
            secret = client.get(f"/mn/account/2fa/{path}").context_data["form"].secret
        right = people.app_code(secret)
        for number in range(5):
            wrong = "000000" if right != "000000" else f"11111{number}"
            client.post(f"/mn/account/2fa/{path}", {"code": wrong})
        assert "Хэт олон удаа" in client.post(f"/mn/account/2fa/{path}", {"code": right}).content.decode()


def test_right_codes_do_not_count() -> None:
    people.editor()
    with time_machine.travel(datetime(2026, 11, 28, 12, 0, tzinfo=UTC), tick=False) as clock:
        for _time in range(6):
            clock.shift(timedelta(seconds=31))  # the app shows another code
            people.sign_in(Client(), "editor")


def test_a_code_of_the_app_and_a_recovery_code_work_once() -> None:
    editor = people.editor()
    spare = RecoveryCodes.activate(editor).get_unused_codes()[0]
    code = people.app_code()
    for secret in (code, spare):
        outcomes = []
        for _time in range(2):
            browser = Client()
            browser.post(
                "/mn/account/login/", {"login": "editor@khorshoo.example", "password": "secret-secret"}
            )
            browser.post("/mn/account/2fa/authenticate/", {"code": secret})
            outcomes.append(is_signed_in(browser))
        assert outcomes == [True, False]
    cache.clear()


def by_code(client: Client, where: str, address: str) -> str:
    """Sign in with a code by mail; the address one comes to."""
    typing = client.post(where, {"email": address})["Location"]
    return str(client.post(typing, {"code": code()})["Location"])


@pytest.mark.parametrize("path", ["2fa/totp/activate/", "2fa/webauthn/add/", "email/", "password/set/"])
def test_a_session_left_open_without_a_password_takes_nobodys_account_over(client: Client, path: str) -> None:
    user = member(password=None)
    with time_machine.travel(datetime(2026, 11, 28, 12, 0, tzinfo=UTC), tick=False) as clock:
        by_code(client, "/mn/account/login/code/", user.email)
        address = f"/mn/account/{path}"
        sent = {"email": "other@example.mn", "action_add": "1", "password1": PASSWORD}
        assert client.get(address).status_code == 200
        clock.shift(timedelta(minutes=16))
        answer = client.post(address, sent) if path == "email/" else client.get(address)
        assert client.post(address, sent)["Location"] == answer["Location"]
        assert mails() == []
        user.refresh_from_db()
        assert not user.has_usable_password()
        assert "дахин нэвтэр" in client.get(answer["Location"]).content.decode()
        way = client.post(answer["Location"])["Location"]
        assert not is_signed_in(client)
        assert by_code(client, way, user.email) == address
        assert client.get(address).status_code == 200
        assert client.post(address, sent).get("Location", "").startswith("/mn/account/logout/") is False


def test_who_just_opened_an_account_without_a_password_sets_up_a_factor_at_once(client: Client) -> None:
    where = client.post("/mn/account/signup/", {"email": "dorj@example.mn"})["Location"]
    client.post(where, {"code": code()})
    set_up_app(client)


def test_secrets_are_not_in_the_database_in_the_clear() -> None:
    user = member()
    TOTP.activate(user, people.SECRET)
    kept = str(Authenticator.objects.values_list("data", flat=True).get())
    assert people.SECRET not in kept
    assert second_factor.has(user)
    assert PASSWORD not in kept


def test_the_picture_for_the_app_has_every_square_of_the_code() -> None:
    address = "otpauth://totp/Khorshoo:bat%40example.mn?secret=JBSWY3DPEHPK3PXP&issuer=Khorshoo"
    drawn: set[tuple[int, int]] = set()
    for x, y, end in re.findall(r"M(\d+) (\d+)H(\d+)", SecondFactorAdapter().build_totp_svg(address)):
        drawn |= {(int(y), column) for column in range(int(x), int(end))}
    code = QRCode()
    code.add_data(address)
    rows = enumerate(code.get_matrix())
    assert drawn == {(y, x) for y, row in rows for x, dark in enumerate(row) if dark}
