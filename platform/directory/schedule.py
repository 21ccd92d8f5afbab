"""What the directory does day by day."""

from core.scheduler import every
from directory.services import clock

DAY = 24 * 3600


@every(seconds=DAY, name="entries that nobody confirmed")
def keep_fresh() -> None:
    """The last stage first, so that no entry goes through two in one night."""
    clock.hide_entries()
    clock.pass_on()
    clock.mark_entries()
    clock.ask_owners()
    clock.send_waiting_messages()
