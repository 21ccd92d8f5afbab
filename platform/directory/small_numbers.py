"""Numbers of persons below five are not told: who knows the others would know the rest.

The same holds for what can be reckoned from two numbers that are told: the men, where members and women are.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import YearFigures

LEAST = 5


@dataclass(frozen=True)
class Figures:
    """A year's numbers as the public is told them: None where nothing is known or may be told.

    few: the names of those that are known and not told.
    """

    year: int
    members: int | None
    women: int | None
    youth: int | None
    employees: int | None
    few: tuple[str, ...]
    row: YearFigures


def shown_figures(row: YearFigures) -> Figures:
    """What may be told of a year."""
    told: dict[str, int | None] = {}
    few = []
    for name in ("members", "women", "youth", "employees"):
        value = getattr(row, name)
        part = name in {"women", "youth"}
        hidden = value is not None and (value < LEAST or (part and row.members - value < LEAST))
        told[name] = None if hidden else value
        if hidden:
            few.append(name)
    return Figures(year=row.year, few=tuple(few), row=row, **told)
