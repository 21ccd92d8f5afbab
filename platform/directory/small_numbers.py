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
    members, women, youth, few = told_numbers(row.members, row.women, row.youth)
    employees = row.employees
    if employees is not None and employees < LEAST:
        employees, few = None, (*few, "employees")
    return Figures(
        year=row.year, members=members, women=women, youth=youth, employees=employees, few=few, row=row
    )


def told_numbers(
    members: int, women: int | None, youth: int | None
) -> tuple[int | None, int | None, int | None, tuple[str, ...]]:
    """Members, women, young people as they may be told; last the names of those that are known and not told."""
    few = tuple(
        name
        for name, value in (("members", members), ("women", women), ("youth", youth))
        if value is not None and (value < LEAST or (name != "members" and members - value < LEAST))
    )
    return (
        None if "members" in few else members,
        None if "women" in few else women,
        None if "youth" in few else youth,
        few,
    )
