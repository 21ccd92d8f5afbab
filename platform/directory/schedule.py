"""What the directory does by the clock."""

from __future__ import annotations

from core.scheduler import every
from directory.open_serving import is_up_to_date
from directory.services import board, clock
from directory.tasks import write_open_data

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
def keep_fresh() -> None:
    """The last stage first, so that no entry goes through two in one night."""
    clock.hide_entries()
    clock.pass_on()
    clock.mark_entries()
    clock.ask_owners()
    clock.send_waiting_messages()


@every(seconds=MINUTE, name="offers and needs that end")
def end_posts() -> None:
    """Kept pages and the search index learn of the day's end within a minute; without one it is a single query."""
    board.end_due_posts()
