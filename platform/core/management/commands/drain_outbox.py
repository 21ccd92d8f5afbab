"""`manage.py drain_outbox`: everything that waits, now, whether a worker runs or not."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import locks, outbox, worker
from core.models import OutboxRow


class Command(BaseCommand):
    """Drains the outbox, or has the running worker do it."""

    help = "Handles all rows of the outbox that wait; with --failed also those that were set aside."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to wait, and whether to try again what failed."""
        parser.add_argument(
            "--failed", action="store_true", help="also what was set aside after many attempts"
        )
        parser.add_argument("--timeout", type=float, default=60, help="seconds to wait for a running worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where rows are left that fail."""
        if options["failed"]:
            OutboxRow.objects.filter(status=OutboxRow.Status.FAILED).update(
                status=OutboxRow.Status.PENDING, attempts=0, available_at=timezone.now()
            )
        before = outbox.waiting().count()
        deadline = time.monotonic() + options["timeout"]
        while outbox.waiting().exists() and time.monotonic() < deadline:
            with locks.only_one(worker.lock_file()) as alone:
                if alone:
                    outbox.drain()
                    continue
            outbox.nudge()  # the worker holds the index writer: let it do the work
            time.sleep(0.1)
        left = OutboxRow.objects.exclude(status=OutboxRow.Status.DONE).count()
        self.stdout.write(f"{before} row(s) waited, {left} left.")
        if left:
            raise CommandError("Some rows fail or wait for their app: see the outbox and its last errors.")
