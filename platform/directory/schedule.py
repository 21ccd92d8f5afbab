"""What the directory does by the clock."""

from __future__ import annotations

from core.scheduler import every
from directory.open_serving import is_up_to_date
from directory.tasks import write_open_data

#: So old is what the files tell at most.
EVERY = 600


@every(seconds=EVERY, name="write the open data")
def write_files() -> None:
    """Where anything public has changed since the last time."""
    if not is_up_to_date():
        write_open_data.enqueue()
