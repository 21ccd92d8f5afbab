"""The phone as an identity, switched on: signing up, confirming, signing in, another number, through the pages."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client, override_settings
from django.urls import clear_url_caches

from accounts.adapter import AccountAdapter
from accounts.models import PhoneNumber, User
from config.settings import people as people_settings
from core import outbox
from tests.accounts.door import PASSWORD, code, is_signed_in, mails, member, sign_in

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "+97699112233", "+97699887766"
ACCOUNT = "/mn/account/"


def _read_addresses_anew() -> None:
    """allauth leaves out the addresses of the phone where it is off: they are read anew."""
    for name in ("allauth.account.urls", "accounts.urls", "config.urls"):
        importlib.reload(importlib.import_module(name))
    clear_url_caches()


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The site with `KHORSHOO_PHONE` on; gives what the file backend wrote since it was last asked."""
    monkeypatch.setenv("KHORSHOO_PHONE", "on")
    importlib.reload(people_settings)
    names = [name for name in dir(people_settings) if name.startswith(("PHONE", "ACCOUNT_"))]
    values = {name: getattr(people_settings, name) for name in names}
    monkeypatch.delenv("KHORSHOO_PHONE")
    importlib.reload(people_settings)
    with override_settings(**values, SMS_BACKEND="accounts.sms.FileBackend", DATA_DIR=tmp_path):
        _read_addresses_anew()
        yield lambda: _sent(tmp_path / "sms.jsonl")
    _read_addresses_anew()


def _sent(file: Path) -> list[dict[str, Any]]:
    outbox.drain()
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def code_of(messages: Any, to: str = NUMBER) -> str:
    (sent,) = messages()
    assert sent["to"] == to
    found = re.search(r"\d{4}-?\d{4}|\d{6}", sent["text"])
    assert found, sent
    return found[0]


def with_number(number: str = NUMBER, name: str = "bat") -> User:
    user = member(name)
    PhoneNumber.objects.create(user=user, number=number, verified=True)
    return user


def test_a_number_is_given_at_sign_up_and_confirmed_by_message(messages: Any, client: Client) -> None:
    page = client.get(f"{ACCOUNT}signup/").content.decode()
    assert 'type="tel"' in page
    form = {"email": "shine@example.mn", "phone": "9911 2233", "password1": PASSWORD}
    bad = client.post(f"{ACCOUNT}signup/", {**form, "phone": "12"}).content.decode()
    assert "9911 2233" in bad
    assert 'value="shine@example.mn"' in bad
    client.post(f"{ACCOUNT}signup/", form)
    page = client.get(f"{ACCOUNT}phone/verify/").content.decode()
    assert NUMBER in page, page
    assert "Мессеж ирээгүй юу?" in page
    typed = code_of(messages)
    assert not is_signed_in(client)
    assert (
        client.post(f"{ACCOUNT}phone/verify/", {"code": "0000-0000", "action": "verify"}).status_code == 200
    )
    client.post(f"{ACCOUNT}phone/verify/", {"code": typed, "action": "verify"})
    assert not is_signed_in(client)
    client.post(f"{ACCOUNT}confirm-email/", {"code": code()})
    assert is_signed_in(client)
    assert NUMBER in client.get(f"{ACCOUNT}security/").content.decode()
    assert PhoneNumber.objects.get(user__email="shine@example.mn").verified


def test_a_known_number_at_sign_up_looks_like_a_free_one(messages: Any) -> None:
    with_number()
    pages, sent = [], []
    for n, number in enumerate(["9911 2233", "9988 7766"]):
        client = Client()
        form = {"email": f"new{n}@example.mn", "phone": number, "password1": PASSWORD}
        answer = client.post(f"{ACCOUNT}signup/", form)
        pages.append((answer.status_code, answer.headers.get("Location")))
        sent.append((len(mails()), len(messages())))
    assert pages[0] == pages[1]
    assert sent[0] == sent[1]


def test_a_number_that_somebody_typed_and_never_confirmed_is_still_free(
    messages: Any, client: Client
) -> None:
    PhoneNumber.objects.create(user=member("squatter"), number=NUMBER)
    client.post(f"{ACCOUNT}signup/", {"email": "shine@example.mn", "phone": NUMBER, "password1": PASSWORD})
    client.post(f"{ACCOUNT}phone/verify/", {"code": code_of(messages), "action": "verify"})
    owner = PhoneNumber.objects.get(number=NUMBER, verified=True).user
    assert owner.email == "shine@example.mn"


def test_one_signs_in_with_the_number_by_password_or_by_message(messages: Any) -> None:
    with_number()
    by_password, by_message = Client(), Client()
    page = by_password.get(f"{ACCOUNT}login/").content.decode()
    assert "утасны дугаар" in page
    by_password.post(f"{ACCOUNT}login/", {"login": "9911 2233", "password": PASSWORD})
    assert is_signed_in(by_password)
    by_message.post(f"{ACCOUNT}login/code/", {"login": "9911 2233"})
    assert NUMBER in by_message.get(f"{ACCOUNT}login/code/confirm/").content.decode()
    by_message.post(f"{ACCOUNT}login/code/confirm/", {"code": code_of(messages)})
    assert is_signed_in(by_message)


def test_an_unknown_number_is_answered_like_a_known_one(messages: Any) -> None:
    with_number()
    answers = []
    for number in ("9911 2233", "9988 7766"):
        client = Client()
        wrong = client.post(f"{ACCOUNT}login/", {"login": number, "password": "wrong-wrong-1"})
        asked = client.post(f"{ACCOUNT}login/code/", {"login": number})
        answers.append((wrong.status_code, asked.status_code, asked.headers.get("Location"), len(messages())))
    assert answers[0] == answers[1]


def test_wrong_passwords_for_a_number_are_counted_in_all_its_spellings(messages: Any) -> None:
    with_number()
    for typed in ("9911 2233", "99112233", "+976 9911-2233", "99-11-22-33", "9911.2233"):
        Client().post(f"{ACCOUNT}login/", {"login": typed, "password": "wrong-wrong-1"})
    client = Client()
    client.post(f"{ACCOUNT}login/", {"login": "99112233", "password": PASSWORD})
    assert not is_signed_in(client)


def test_the_number_is_changed_once_the_new_one_is_confirmed(messages: Any, client: Client) -> None:
    user = with_number()
    sign_in(client, user)
    assert "9911" in client.get(f"{ACCOUNT}phone/change/").content.decode()
    client.post(f"{ACCOUNT}phone/change/", {"phone": "9988 7766", "action": "change"})
    assert PhoneNumber.objects.get(user=user).number == NUMBER
    client.post(f"{ACCOUNT}phone/verify/", {"code": code_of(messages, OTHER), "action": "verify"})
    assert list(PhoneNumber.objects.filter(user=user).values_list("number", "verified")) == [(OTHER, True)]
    assert "Дугаар баталгаажлаа" in client.get(f"{ACCOUNT}phone/change/").content.decode()


@pytest.mark.parametrize("at_the_same_moment", [True, False])
def test_of_two_who_confirm_one_number_the_second_is_told(
    messages: Any, client: Client, monkeypatch: pytest.MonkeyPatch, at_the_same_moment: bool
) -> None:
    late = member("late")
    sign_in(client, late)
    client.post(f"{ACCOUNT}phone/change/", {"phone": NUMBER, "action": "change"})
    typed = code_of(messages)
    with_number()
    if at_the_same_moment:  # the other's row is not there yet when it is asked for
        monkeypatch.setattr(AccountAdapter, "get_user_by_phone", lambda *_words: None)
    answer = client.post(f"{ACCOUNT}phone/verify/", {"code": typed, "action": "verify"}, follow=True)
    page = answer.content.decode()
    assert "Энэ дугаарыг ашиглаж болохгүй" in page
    assert "Дугаар баталгаажлаа" not in page
    assert not PhoneNumber.objects.filter(user=late, verified=True).exists()


def test_messages_to_one_number_and_from_one_place_are_limited_in_the_pages(messages: Any) -> None:
    with_number()
    codes = []
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"):
        client = Client(REMOTE_ADDR=address)
        codes.append(client.post(f"{ACCOUNT}login/code/", {"login": "99112233"}).status_code)
    assert codes == [302, 302, 302, 429]
    assert len(messages()) == 3
    codes = [
        Client(REMOTE_ADDR="203.0.113.9").post(f"{ACCOUNT}login/code/", {"login": f"9800{n:04}"}).status_code
        for n in range(21)
    ]
    assert codes == [302] * 20 + [429]


def test_it_is_off_again() -> None:
    assert site_settings.PHONE is False
    assert Client().get(f"{ACCOUNT}phone/change/").status_code == 404
