"""What accounts does day by day."""

from accounts.services import leaving, letters
from core.scheduler import every

DAY = 24 * 3600


@every(seconds=DAY, name="accounts whose time is over")
def end_accounts() -> None:
    """Delete those that are due or were never confirmed, warn owners of unused ones."""
    leaving.delete_unconfirmed_accounts()
    leaving.delete_due_accounts()
    leaving.delete_unused_accounts()
    leaving.warn_unused_accounts()


@every(seconds=DAY, name="old letters")
def forget_letters() -> None:
    """Letters are kept for a while only."""
    letters.forget_old_letters()
