"""Reads the permission table: several texts, one for each part of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.consistency import permission_table
from tests.consistency.permission_places import tables

#: Those of permission_table first, then those that other tables bring (MORE_ROLES: how they are made).
MORE_ROLES = {name: make for table in tables() for name, make in getattr(table, "MORE_ROLES", {}).items()}
ROLES = [*permission_table.ROLES, *MORE_ROLES]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    heading: str
    expected: dict[str, str]
    method: str
    address: str
    word: str = ""
    #: The roles that the text names.
    named: tuple[str, ...] = ()


def named_roles(line: str) -> list[str]:
    """The roles that a text's first line names, shortened with a dot perhaps."""
    found = []
    for name in line.split():
        fits = [role for role in ROLES if role.startswith(name.rstrip(".")) and name[-1] in (".", role[-1])]
        assert len(fits) == 1, f"no role, or several: {name}"
        found += fits
    return found


def read(part: str) -> dict[str, list[Row]]:
    """By heading, of all texts of this name. A role that a text does not name gets what a reader gets."""
    found: dict[str, list[Row]] = {}
    for table in tables():
        lines = [line for line in getattr(table, part, "").splitlines() if line.strip()]
        named = named_roles(lines[0]) if lines else []
        heading = ""
        for line in lines[1:]:
            if not line.startswith(" "):
                heading = line
                assert heading not in found, f"twice in the table: {heading}"
                found[heading] = []
                continue
            words = line.split()
            own = dict(zip(named, words, strict=False))
            expected = {role: own.get(role, own["reader"]) for role in ROLES}
            found[heading].append(Row(heading, expected, *words[len(named) :], named=tuple(named)))
    return found


def together(part: str) -> dict[str, Any]:
    """What all tables have under this name."""
    return {name: value for table in tables() for name, value in getattr(table, part, {}).items()}
