"""The phone as an identity: numbers, messages, their cost, their limits. Off by default."""

from __future__ import annotations

import json

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings as site_settings
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from accounts import sms
from accounts.phones import PhoneAdapter, PhoneField, normalized
from core import outbox
from core.models import OutboxRow
from tests.accounts.door import member

pytestmark = pytest.mark.django_db


def adapter(address: str = "203.0.113.5") -> PhoneAdapter:
    with request_context(RequestFactory().post("/mn/account/signup/", REMOTE_ADDR=address)):
        return get_adapter()  # type: ignore[no-any-return]


def test_it_is_off(client: Client) -> None:
    assert site_settings.PHONE is False
    with pytest.raises(NoReverseMatch):
        reverse("account_verify_phone")
    assert 'type="tel"' not in client.get("/mn/account/signup/").content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("99112233", "+97699112233"), ("9911 2233", "+97699112233"), ("+49 (30) 123-4567", "+49301234567")],
)
def test_numbers_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalized(typed) == kept
    assert PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["12", "991122334", "call me", "+0123456789", "00976 99112233x"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        normalized(typed)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("{" * 80, 1), ("{" * 81, 2), ("а" * 70, 1), ("а" * 71, 2),
        ("a" * 69 + "ү", 1), ("a" * 70 + "ү", 2), ("а" * 134, 2), ("а" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2),
    ],
)  # fmt: skip
def test_what_a_text_costs(text: str, count: int) -> None:
    assert sms.segments(text) == count


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_message_fits_into_one_and_is_sent_by_the_worker(language: str, settings: Settings) -> None:
    settings.SMS_BACKEND = "accounts.sms.FileBackend"
    file = settings.DATA_DIR / "sms.jsonl"
    file.unlink(missing_ok=True)
    with translation.override(language):
        adapter().send_verification_code_sms(member(), "+97699112233", "1234-5678")
        adapter().send_unknown_account_sms("+97699112244")
        adapter().send_account_already_exists_sms("+97699112255")
    assert not file.exists()
    outbox.drain()
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [line["segments"] for line in lines] == [1, 1, 1]
    assert "1234-5678" in lines[0]["text"]
    assert not any(OutboxRow.objects.filter(kind="sms").values_list("payload", flat=True))


def test_the_console_backend_prints(capsys: pytest.CaptureFixture[str]) -> None:
    sms.ConsoleBackend().send("+97699112233", "Код 1")
    assert capsys.readouterr().out == "SMS +97699112233 (1): Код 1\n"


def test_one_number_gets_three_messages_whether_or_not_anybody_has_it() -> None:
    user = member()
    for _time in range(3):
        adapter().send_verification_code_sms(user, "+97699112233", "1234-5678")
        adapter("198.51.100.7").send_unknown_account_sms("+97699000000")
    with pytest.raises(ImmediateHttpResponse) as refused:
        adapter("198.51.100.9").send_verification_code_sms(user, "+97699112233", "1234-5678")
    assert refused.value.response.status_code == 429
    with pytest.raises(ImmediateHttpResponse):
        adapter("198.51.100.9").send_unknown_account_sms("+97699000000")


def test_one_place_asks_for_twenty_messages_an_hour() -> None:
    for number in range(20):
        adapter().send_unknown_account_sms(f"+9769911{number:04}")
    with pytest.raises(ImmediateHttpResponse):
        adapter().send_unknown_account_sms("+97699119999")
    adapter("198.51.100.7").send_unknown_account_sms("+97699119999")


def test_only_a_confirmed_number_leads_to_its_owner() -> None:
    user, door = member(), adapter()
    door.set_phone(user, "+97699112233", verified=False)
    assert door.get_user_by_phone("+97699112233") is None
    door.set_phone_verified(user, "+97699112233")
    assert door.get_user_by_phone("+97699112233") == user
    assert door.get_phone(user) == ("+97699112233", True)
