"""How often something may be done from one place. Counted in the database, for all processes together.

Caches will not do: the database cache reads, adds and writes, which loses counts, and throws entries out.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import RateCount


def allow(scope: str, key: str, limit: int, seconds: int, *, strictly: bool = False) -> bool:
    """Count one more; whether it is still within `limit` in the present stretch of `seconds`.

    scope: what is done, such as "remark".
    key:   who does it, such as an address; only a keyed hash of it is kept, for two days at most.
    strictly: no stretch of `seconds`, wherever it begins, sees more than `limit`: the stretch before counts as
        well. What is refused is not counted then, so that hammering does not keep anybody out for longer.
    """
    counted = _counted(scope, key, seconds)
    with transaction.atomic():
        RateCount.objects.bulk_create([RateCount(**counted)], ignore_conflicts=True)
        RateCount.objects.filter(**counted).update(count=F("count") + 1)
        if not strictly:
            return RateCount.objects.get(**counted).count <= limit
        earlier = counted["window_start"] - timedelta(seconds=seconds)
        both = RateCount.objects.filter(**{**counted, "window_start": earlier}) | RateCount.objects.filter(
            **counted
        )
        total: int = both.aggregate(total=Sum("count"))["total"]
        if total > limit:
            _take_back(counted)
        return total <= limit


def give_back(scope: str, key: str, seconds: int) -> None:
    """Take one count back: what was counted beforehand went well."""
    _take_back(_counted(scope, key, seconds))


def forget(scope: str, key: str) -> None:
    """Begin to count afresh."""
    RateCount.objects.filter(scope=scope, key_hash=_hash(scope, key)).delete()


def _take_back(counted: dict[str, Any]) -> None:
    RateCount.objects.filter(**counted, count__gt=0).update(count=F("count") - 1)


def _hash(scope: str, key: str) -> str:
    return salted_hmac(f"core.rate_limit.{scope}", key, algorithm="sha256").hexdigest()


def _counted(scope: str, key: str, seconds: int) -> dict[str, Any]:
    now = int(timezone.now().timestamp())
    start = datetime.fromtimestamp(now - now % seconds, tz=UTC)
    return {"scope": scope, "key_hash": _hash(scope, key), "window_start": start}


def prune() -> None:
    """Forget counts of stretches that began more than a day ago (no limit of ours is longer)."""
    RateCount.objects.filter(window_start__lt=timezone.now() - timedelta(days=1)).delete()
