"""What the clock does with entries that nobody confirms: ask, mark, pass on, hide. Run by the schedule, day by day.

From stage to stage an entry stays at least so many months of four weeks: where the worker stood still for a year,
nothing is asked, marked and hidden in one night.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.codes import Status
from accounts.models import Affiliation, Change, Organization
from directory import confirming, questions
from directory.freshness import months_before, owned
from directory.models import Question
from directory.waiting import real_entries

logger = logging.getLogger(__name__)


def _months(name: str) -> int:
    found: int = getattr(settings, f"FRESHNESS_{name}_MONTHS")
    return found


def _overdue(now: dt.datetime, name: str) -> QuerySet[Organization]:
    """Real entries that nobody confirmed for as long as this stage says."""
    return real_entries().filter(since__lte=months_before(now, _months(name)))


def _stayed(now: dt.datetime, before: str, name: str) -> dt.datetime:
    """When an entry must have come to the stage before."""
    return now - dt.timedelta(weeks=4 * (_months(name) - _months(before)))


def _each(rows: QuerySet[Organization], act: Callable[[Organization], object]) -> int:
    """Do it with each in a transaction of its own; one that fails does not hold up the others."""
    count = 0
    for pk in list(rows.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                one = Organization.objects.select_for_update().get(pk=pk)
                if rows.filter(pk=pk).exists():
                    act(one)
                    count += 1
        except Exception:  # whatever it is, the next night tries again
            logger.exception("freshness: entry %s failed", pk)
    return count


def ask_owners() -> int:
    """Twice a year: "is this still right?" Returns how many were asked."""
    now = timezone.now()
    long_ago = months_before(now, _months("ASK"))

    def ask(one: Organization) -> None:
        if questions.send(one, "asked"):
            row = confirming.record(one)
            row.asked_at = now
            row.save(update_fields=["asked_at"])

    rows = _overdue(now, "ASK").filter(
        Q(freshness__asked_at=None) | Q(freshness__asked_at__lte=long_ago), owned()
    )
    return _each(rows, ask)


def mark_entries() -> int:
    """Those whose owner did not answer, or that nobody owns: listed, but not confirmed. Returns how many."""
    now = timezone.now()

    def mark(one: Organization) -> None:
        row = confirming.record(one)
        row.marked_at = now
        row.save(update_fields=["marked_at"])
        if one.status == Status.LISTED:
            one.status = Status.UNCONFIRMED
            confirming.set_state(one, Change.Action.UNCONFIRMED, user=None)
            questions.send(one, "marked")

    asked = owned() & Q(freshness__asked_at__lte=_stayed(now, "ASK", "MARK"))
    unmarked = Q(status=Status.LISTED) | Q(freshness__marked_at=None)
    rows = _overdue(now, "MARK").filter(asked & unmarked | ~owned() & Q(status=Status.LISTED))
    return _each(rows, mark)


def pass_on() -> int:
    """Ask the union of those whose owner still did not answer; without one they stand in the agency's queue.

    Returns how many.
    """
    now = timezone.now()

    def ask(one: Organization) -> None:
        row = confirming.record(one)
        row.passed_on_at = now
        row.save(update_fields=["passed_on_at"])
        links = Affiliation.objects.current().filter(member=one).select_related("umbrella")
        umbrellas = [link.umbrella for link in links]
        confirming.set_state(
            one, Change.Action.PASSED_ON, user=None, other=umbrellas[0] if umbrellas else None
        )
        for umbrella in umbrellas:
            notices.tell(
                notices.spokespeople(umbrella),
                lambda: (
                    _("Is the entry of a member still right?"),
                    [
                        _("Name: %(name)s") % {"name": one.name},
                        _("Its owner has not answered for a long time. Say whether it is right, or gone."),
                    ],
                ),
                view="directory-desk",
                public_id=umbrella.public_id,
            )

    rows = _overdue(now, "UMBRELLA").filter(
        owned(),
        status=Status.UNCONFIRMED,
        freshness__marked_at__lte=_stayed(now, "MARK", "UMBRELLA"),
        freshness__passed_on_at=None,
    )
    return _each(rows, ask)


def hide_entries() -> int:
    """Those that neither their owner nor anybody else confirmed; never what nobody owns. Returns how many."""
    now = timezone.now()

    def hide(one: Organization) -> None:
        row = confirming.record(one)
        row.hidden_at = now
        row.save(update_fields=["hidden_at"])
        data = {"was": one.status, "unanswered": True}
        one.status = Status.HIDDEN
        confirming.set_state(one, Change.Action.HIDDEN, user=None, data=data)
        questions.send(one, "hidden")

    rows = _overdue(now, "HIDE").filter(
        owned(),
        status=Status.UNCONFIRMED,
        freshness__passed_on_at__lte=_stayed(now, "UMBRELLA", "HIDE"),
    )
    return _each(rows, hide)


def send_waiting_messages() -> int:
    """Questions by SMS that waited until another was answered or its time was over. Returns how many were sent."""
    count = 0
    for pk in questions.open_questions().filter(sms=Question.Sms.WAITING).values_list("pk", flat=True):
        with transaction.atomic():
            question = Question.objects.select_for_update().get(pk=pk)
            if question.state == "open" and question.sms == Question.Sms.WAITING:
                questions.by_sms(question)
                count += question.sms == Question.Sms.SENT
    return count
