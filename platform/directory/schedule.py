"""What the directory does by the clock."""

from __future__ import annotations

from core.scheduler import every
from directory.open_serving import is_up_to_date
from directory.services import board
from directory.tasks import keep_fresh, write_open_data

MINUTE = 60
DAY = 24 * 3600
#: So old is what the files of the open data tell at most.
FILES = 600


@every(seconds=FILES, name="write the open data")
def write_files() -> None:
    """Where anything public has changed since the last time."""
    if not is_up_to_date():
        write_open_data.enqueue()


@every(seconds=DAY, name="entries that nobody confirmed")
def ask_nightly() -> None:
    """As a job: where thousands are asked in one night, what is published must not wait for it."""
    keep_fresh.enqueue()


@every(seconds=MINUTE, name="offers and needs that end")
def end_posts() -> None:
    """Kept pages and the search index learn of the day's end within a minute; without one it is a single query."""
    board.end_due_posts()
