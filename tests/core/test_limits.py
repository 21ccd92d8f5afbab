"""Limits on how often, and forms that are stored once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core import once, rate_limit
from core.models import RateCount
from tests.core.conftest import Copy


@pytest.mark.django_db
def test_a_limit_counts_each_place_and_thing_apart_and_starts_afresh() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), tick=False) as clock:
        assert [rate_limit.allow("remark", "10.0.0.1", 2, 3600) for _i in range(3)] == [True, True, False]
        assert rate_limit.allow("remark", "10.0.0.2", 2, 3600)
        assert rate_limit.allow("log-in", "10.0.0.1", 2, 3600)
        clock.shift(timedelta(hours=1))
        assert rate_limit.allow("remark", "10.0.0.1", 2, 3600)


@pytest.mark.django_db
def test_no_address_is_kept() -> None:
    rate_limit.allow("remark", "203.0.113.77", 2, 3600)
    assert "203.0.113" not in str(list(RateCount.objects.values()))


def test_counts_of_many_at_once_are_all_counted(copy: Copy) -> None:
    printed = copy.python(
        """
import threading
from core import rate_limit
answers = []
def visitor():
    answers.append(rate_limit.allow("remark", "10.0.0.1", 3, 86_400))
threads = [threading.Thread(target=visitor) for _i in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(*answers)
"""
    )
    assert sorted(printed.split()) == ["False"] * 5 + ["True"] * 3


def test_a_token_is_ours_random_and_not_for_ever() -> None:
    signed = once.new_token()
    token = once.read_token(signed)
    assert token is not None
    assert len(token) >= 20
    assert once.read_token(once.new_token()) != token
    for wrong in ("", "x", token, signed[:-1], signed + "a", "\0", "😀"):
        assert once.read_token(wrong) is None, wrong
    with time_machine.travel(timezone.now() + timedelta(seconds=once.MAX_AGE + 5)):
        assert once.read_token(signed) is None


@pytest.mark.django_db
def test_a_strict_limit_holds_wherever_the_stretch_begins_and_hammering_does_not_prolong_it() -> None:
    def tries(count: int) -> list[bool]:
        return [rate_limit.allow("log-in", "bat", 5, 300, strictly=True) for _i in range(count)]

    with time_machine.travel(datetime(2026, 11, 24, 10, 4, 59, tzinfo=UTC), tick=False) as clock:
        assert tries(6) == [True] * 5 + [False]
        clock.shift(timedelta(seconds=2))
        assert tries(20) == [False] * 20
        clock.shift(timedelta(minutes=10))
        assert tries(1) == [True]


@pytest.mark.django_db
def test_what_is_given_back_does_not_count() -> None:
    for _time in range(9):
        assert rate_limit.allow("log-in", "bat", 5, 300, strictly=True)
        rate_limit.give_back("log-in", "bat", 300)
    for _time in range(6):
        rate_limit.allow("log-in", "bat", 5, 300, strictly=True)
    assert not rate_limit.allow("log-in", "bat", 5, 300, strictly=True)
    rate_limit.forget("log-in", "bat")
    assert rate_limit.allow("log-in", "bat", 5, 300, strictly=True)
