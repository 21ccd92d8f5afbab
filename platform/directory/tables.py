"""Tables in CSV as they leave the house, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

#: Tells spreadsheets that the letters are UTF-8.
MARK = "\ufeff"
#: With these a cell begins that a spreadsheet would reckon; full-width forms are reckoned too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")


def harmless(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def line(cells: Iterable[Any]) -> str:
    """One row with its end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue()
