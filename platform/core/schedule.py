"""The ground floor's own jobs."""

from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from core import rate_limit
from core.models import OutboxRow
from core.scheduler import every

DAY = 24 * 3600


@every(seconds=60, name="publish what is due")
def publish_scheduled() -> None:
    """Wagtail's scheduled publishing, in one transaction with what the outbox learns of it."""
    with transaction.atomic():
        call_command("publish_scheduled")


@every(seconds=DAY, name="forget what is done")
def prune() -> None:
    """Rows of the outbox that were done a week ago, old results of tasks, old counts."""
    done = OutboxRow.objects.filter(
        status=OutboxRow.Status.DONE, created_at__lt=timezone.now() - timedelta(days=7)
    )
    done.delete()
    call_command("prune_db_task_results", "--backend=jobs", "--queue-name=*", verbosity=0)
    rate_limit.prune()
