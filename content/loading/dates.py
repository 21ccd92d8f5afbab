"""Dates in content files: whole days (2021-05-06), days as readers see them (2021, 2021.05.06), days of every year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

#: A year, a month or a day, as it stands in a text.
_WRITTEN = re.compile(r"(?<!\d)(\d{4})(?:\.(\d{1,2})(?:\.(\d{1,2}))?)?(?![\d.])")


def is_day(value: Any) -> bool:
    """Whether YAML read it as a day."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def is_written_date(value: Any) -> bool:
    """Whether it names a year, a month or a day, or several ("1904, 1912", "2016–2021"), and all of them exist."""
    text = str(value)
    if re.sub(r"[\s,–~-]", "", _WRITTEN.sub("", text)):
        return False
    found = _WRITTEN.findall(text)
    return bool(found) and all(_exists(int(y), int(m or 1), int(d or 1)) for y, m, d in found)


def is_day_of_the_year(value: Any) -> bool:
    """Whether it is a month and a day: "02-10"."""
    found = re.fullmatch(r"(\d{2})-(\d{2})", str(value))
    return found is not None and _exists(2024, int(found[1]), int(found[2]))  # a leap year


def wrong_dates(meta: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each date of a page's front matter that is none: the mapping it stands in, and its name."""
    for key in ("adopted_on", "in_force_from"):
        if meta.get(key) is not None and not is_day(meta[key]):
            yield meta, key
    if meta.get("adopted") and not is_written_date(meta["adopted"]):
        yield meta, "adopted"
    for row in meta.get("changes") or []:
        if not is_day(row.get("date")):
            yield row, "date"
    for row in meta.get("versions") or []:
        if not is_written_date(row.get("date")):
            yield row, "date"
    for row in meta.get("frameworks") or []:
        for key in ("adopted", "in_force"):
            if row.get(key) and not is_written_date(row[key]):
                yield row, key
    for row in meta.get("calendar") or []:
        if not is_day_of_the_year(row.get("day")):
            yield row, "day"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
