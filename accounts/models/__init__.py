"""People and, beside them, what they take part in."""

from .user import User, UserManager, new_public_id

__all__ = ["User", "UserManager", "new_public_id"]
