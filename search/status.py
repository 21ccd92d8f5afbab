"""How the search index stands, for the command and the admin page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.models import OutboxRow
from search.analysis import fingerprint
from search.engine import engine
from search.engine.base import EngineAwayError
from search.indexer import KIND
from search.models import IndexCheck


@dataclass(frozen=True)
class Status:
    """index, documents, previous: None where there is none or the engine does not answer (`away` says why).

    waiting: changes that are not in the index yet; lag: for how many seconds the oldest has waited.
    """

    engine: str
    index: str | None
    fingerprint: str
    documents: int | None
    waiting: int
    lag: int
    set_aside: int
    previous: str | None
    check: IndexCheck | None
    away: str = ""

    def lines(self) -> Iterator[tuple[str, str]]:
        """What it is, and how it stands, in the language in use."""
        yield _("Engine"), self.engine
        if self.away:
            yield _("The engine does not answer"), self.away
        yield _("Index in use"), self.index or _("none")
        yield _("Fingerprint of the analysis"), self.fingerprint
        yield _("Documents in the index"), "–" if self.documents is None else str(self.documents)
        yield _("Changes waiting"), str(self.waiting)
        yield _("The oldest has waited, in seconds"), str(self.lag)
        yield _("Changes set aside after many failures"), str(self.set_aside)
        yield _("Previous index"), self.previous or _("none")
        yield _("Compared with the database"), self._compared()

    def _compared(self) -> str:
        if self.check is None:
            return _("not yet")
        return _("%(when)s: %(missing)d missing, %(stale)d with old text, %(gone)d no longer public") % {
            "when": date_format(localtime(self.check.checked_at), "Y-m-d H:i"),
            "missing": self.check.missing,
            "stale": self.check.stale,
            "gone": self.check.gone,
        }


def status() -> Status:
    """As it is now. Never fails with the engine."""
    index, documents, previous, away = None, None, None, ""
    try:
        index = engine().current()
        documents = engine().size() if index else 0
        previous = engine().previous()
    except EngineAwayError as error:
        away = str(error) or type(error).__name__
    rows = OutboxRow.objects.filter(kind=KIND)
    pending = rows.filter(status=OutboxRow.Status.PENDING)
    oldest = pending.order_by("created_at").values_list("created_at", flat=True).first()
    return Status(
        engine=type(engine()).__name__.removesuffix("Engine"),
        index=index,
        fingerprint=fingerprint(),
        documents=documents,
        waiting=pending.count(),
        lag=max(0, int((timezone.now() - oldest).total_seconds())) if oldest else 0,
        set_aside=rows.filter(status=OutboxRow.Status.FAILED).count(),
        previous=previous,
        check=IndexCheck.objects.first(),
        away=away,
    )
