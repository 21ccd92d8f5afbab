"""Parts that one app shows on another's pages without either knowing the other: {% slot "institution" page %}.

An app registers its parts in its `slots.py`; switched off, the place stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

#: Gives the template and its context for a page's object, None where there is nothing to show.
Part = Callable[[Any], tuple[str, Mapping[str, Any]] | None]

_parts: dict[str, list[Part]] = {}


def register(name: str) -> Callable[[Part], Part]:
    """Put a part into the slot of this name."""

    def keep(part: Part) -> Part:
        _parts.setdefault(name, []).append(part)
        return part

    return keep


def parts(name: str) -> list[Part]:
    """Those of a slot, in the order of the apps."""
    return _parts.get(name, [])
