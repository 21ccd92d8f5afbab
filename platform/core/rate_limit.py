"""How often something may be done from one place. Counted in the database, for all processes together.

Caches will not do: the database cache reads, adds and writes, which loses counts, and throws entries out.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import RateCount


def allow(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one more; whether it is still within `limit` in the present stretch of `seconds`.

    scope: what is done, such as "remark".
    key:   who does it, such as an address; only a keyed hash of it is kept, for two days at most.
    """
    now = int(timezone.now().timestamp())
    counted = {
        "scope": scope,
        "key_hash": salted_hmac(f"core.rate_limit.{scope}", key, algorithm="sha256").hexdigest(),
        "window_start": datetime.fromtimestamp(now - now % seconds, tz=UTC),
    }
    with transaction.atomic():
        RateCount.objects.bulk_create([RateCount(**counted)], ignore_conflicts=True)
        RateCount.objects.filter(**counted).update(count=F("count") + 1)
        return RateCount.objects.get(**counted).count <= limit


def prune() -> None:
    """Forget counts of stretches that began more than a day ago (no limit of ours is longer)."""
    RateCount.objects.filter(window_start__lt=timezone.now() - timedelta(days=1)).delete()
