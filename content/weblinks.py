"""Which addresses outside the site are named where, and whether they still work."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import islice

from django.db.models import F, Q
from django.utils import timezone

from content import services
from content.changes import page_models
from content.models import Source, WebLink
from content.models.weblinks import Named
from core.outside import RefusedError, UnreachableError

logger = logging.getLogger(__name__)

#: How often an address that worked is asked again, and one that did not.
PAUSE, PAUSE_AFTER_FAILURE = timedelta(days=14), timedelta(days=1)
#: How many are asked in one run.
BATCH = 60
#: Answers that mean: there is nothing at this address any more.
GONE = {404, 410}
#: Answers to machines that say nothing about what readers get.
NOT_FOR_MACHINES = {401, 403, 405, 406, 429, 451, 503, 999}

ADDRESS = re.compile(r"https?://[^\s\"'<>\\)\]]+", re.I)


def named() -> dict[str, Named]:
    """Every address outside that live pages and live sources name."""
    found: dict[str, Named] = {}
    for model in page_models():
        for page in model.objects.live().iterator(chunk_size=200):
            text = json.dumps(page.serializable_data(), ensure_ascii=False, default=str)
            for address in addresses(text):
                found.setdefault(address, Named()).pages.add(page.pk)
    for pk, address in Source.objects.filter(live=True).exclude(address="").values_list("pk", "address"):
        for one in addresses(address):
            found.setdefault(one, Named()).sources.add(pk)
    return found


def addresses(text: str) -> set[str]:
    """The addresses that stand in a text, without the punctuation after them."""
    return {unescape(match).rstrip(".,;:!?»") for match in ADDRESS.findall(text)}


def check(status_of: Callable[[str], int], batch: int = BATCH) -> int:
    """Ask those that are due, the longest unasked first, and note the answers. Returns how many were noted.

    status_of: `core.outside.Asker.status`. Where nobody answers at all, also not one that worked lately, it is we
    who are cut off: then nothing is noted.
    """
    services.note_links(named=named())
    now = timezone.now()
    due = WebLink.objects.filter(
        Q(checked_at=None)
        | Q(problem=WebLink.Problem.NONE, checked_at__lt=now - PAUSE)
        | Q(checked_at__lt=now - PAUSE_AFTER_FAILURE) & ~Q(problem=WebLink.Problem.NONE)
    ).order_by(F("checked_at").asc(nulls_first=True), "pk")
    answers = {link.pk: answer(link.address, status_of) for link in islice(due, batch)}
    if answers and all(problem == WebLink.Problem.UNREACHABLE for problem, _status in answers.values()):
        worked = WebLink.objects.filter(problem=WebLink.Problem.NONE).exclude(checked_at=None)
        reached = (answer(link.address, status_of)[0] for link in worked.order_by("-checked_at")[:3])
        if all(problem == WebLink.Problem.UNREACHABLE for problem in reached):
            logger.warning("links: nobody answers, %d addresses were not checked", len(answers))
            return 0
    services.note_answers(answers=answers)
    return len(answers)


def answer(address: str, status_of: Callable[[str], int]) -> tuple[str, int | None]:
    """What is wrong with the address ("" if nothing), and the HTTP status it gave, if any."""
    try:
        status = status_of(address)
    except RefusedError:
        return WebLink.Problem.REFUSED, None
    except UnreachableError:
        return WebLink.Problem.UNREACHABLE, None
    if status in GONE:
        return WebLink.Problem.GONE, status
    if status >= 400 and status not in NOT_FOR_MACHINES:
        return WebLink.Problem.ERROR, status
    return WebLink.Problem.NONE, status
