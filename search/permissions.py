"""Who may do what with search."""

from __future__ import annotations

from typing import Any


def may_manage_index(user: Any) -> bool:
    """Whether this person may see how the index stands, have it compared, and go back to the previous one."""
    return bool(user.is_active and user.has_perm("search.manage_index"))
