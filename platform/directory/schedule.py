"""What the directory does again and again."""

from core.scheduler import every
from directory.services import board

MINUTE = 60


@every(seconds=MINUTE, name="offers and needs that end")
def end_posts() -> None:
    """Kept pages and the search index learn of the day's end within a minute; without one it is a single query."""
    board.end_due_posts()
