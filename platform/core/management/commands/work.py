"""`manage.py work`: see `core.worker`."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from core import locks, worker


class Command(BaseCommand):
    """Runs until it is told to end."""

    help = "Does all that is no answer to a reader: search index, mail, scheduled publishing, tasks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Waits a moment for the lock: after a restart the one before may still be ending."""
        with locks.only_one(worker.lock_file(), wait=3) as alone:
            if not alone:
                folder = worker.lock_file().parent
                raise SystemExit(f"Another worker already works for {folder}: end that one first.")
            # What its own worker says of each task is more than anybody reads.
            logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
            worker.Worker().run()
