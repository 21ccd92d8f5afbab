"""How long the door takes for an address that is known and for one that is not: they must not differ.

    python -m benchmarks.sign_in_time [rounds]

Makes a database of its own in a temporary folder, with the real password hasher.
"""

from __future__ import annotations

import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

ROUNDS = 30
SECRET = secrets.token_urlsafe(12)


def main(rounds: int) -> None:
    """Measure each form, known and unknown by turns; print medians and their difference."""
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder:
        os.environ.update(KHORSHOO_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings.local")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        _measure(rounds)


def _measure(rounds: int) -> None:
    from django.conf import settings
    from django.test import Client

    from accounts.services.door import add_person
    from core.models import RateCount

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    for number in range(rounds + 1):
        add_person(email=f"known{number}@example.mn", password=SECRET)
    forms: dict[str, tuple[str, Callable[[str], dict[str, str]]]] = {
        "sign-up with password": ("signup/", lambda a: {"email": a, "password1": SECRET}),
        "sign-up without": ("signup/", lambda a: {"email": a}),
        "sign-in, wrong password": ("login/", lambda a: {"login": a, "password": SECRET[::-1]}),
        "code by mail": ("login/code/", lambda a: {"email": a}),
        "new password": ("password/reset/", lambda a: {"email": a}),
    }
    print(f"{'':<26}{'known':>9}{'unknown':>9}{'difference':>12}{'spread':>9}   (ms, {rounds} rounds)")
    for name, (path, data) in forms.items():
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for number in range(rounds + 1):
            for kind in ("known", "unknown") if number % 2 else ("unknown", "known"):
                RateCount.objects.all().delete()
                address = (
                    f"{kind}{number}@example.mn"
                    if kind == "known"
                    else f"{path[:4]}{number}{name[-3:]}@example.mn"
                )
                client = Client()
                began = time.perf_counter()
                client.post(f"/mn/account/{path}", data(address.replace(" ", "")))
                if number:  # the first warms up
                    times[kind].append((time.perf_counter() - began) * 1000)
        known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
        spread = statistics.stdev(times["known"] + times["unknown"])
        print(f"{name:<26}{known:>9.1f}{unknown:>9.1f}{known - unknown:>+12.1f}{spread:>9.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
