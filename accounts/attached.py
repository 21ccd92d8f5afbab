"""What other rooms hang on organizations: shown anew with them, and taken along when two entries become one.

A room registers its own in its `attached.py`; switched off, nothing is asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from accounts.models import Organization


@dataclass(frozen=True)
class Attached:
    """One kind of things.

    index_keys: outbox keys of what hangs on the organizations with these keys and stands in the search index.
    move:       gives what hangs on the second one to the first, in the caller's transaction.
    """

    index_keys: Callable[[Collection[int]], Iterable[str]]
    move: Callable[[Organization, Organization], object]


_attached: list[Attached] = []


def register(kind: Attached) -> None:
    """Hang it on."""
    _attached.append(kind)


def index_keys(organizations: Collection[int]) -> list[str]:
    """Of all that hangs on these."""
    return [key for kind in _attached for key in kind.index_keys(organizations)]


def move(keep: Organization, gone: Organization) -> None:
    """All that hangs on `gone` hangs on `keep` from now on."""
    for kind in _attached:
        kind.move(keep, gone)
