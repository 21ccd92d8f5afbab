"""Rows of a sheet in XLSX, as texts. What is packed is measured before it is opened."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl

from directory.importing.problems import FileProblemError

#: Unpacked, all parts together may have so many megabytes; so many parts there may be.
MOST_UNPACKED_MB = 80
MOST_PARTS = 500
#: A format of noughts alone: "0000000" shows 12345 as 0012345.
_PADDED = re.compile(r"0{2,20}")


def sheet_rows(content: bytes, sheet: str, *, most_cells: int) -> Iterator[tuple[int, list[str]]]:
    """Number and texts of each row. sheet: its name, "" for the first. Raises FileProblemError."""
    _measure(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features of the file that we don't read
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=False, keep_links=False
            )
            page = _chosen(book, sheet)
            page.reset_dimensions()
            for number, row in enumerate(page.iter_rows(max_col=most_cells), start=1):
                yield number, [_text(cell) for cell in row]
    except FileProblemError:
        raise
    except Exception as error:  # a damaged file fails in as many ways as there are parts in it
        raise FileProblemError("broken") from error


def _measure(content: bytes) -> None:
    """What the archive says of its parts is what Python unpacks at most: a part that lies is cut and fails."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileProblemError("broken") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_MB * 1024 * 1024:
        raise FileProblemError("bomb", most=MOST_UNPACKED_MB)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise FileProblemError("kind")


def _chosen(book: Any, name: str) -> Any:
    sheets = {page.title: page for page in book.worksheets}
    if not name and sheets:
        return next(iter(sheets.values()))
    if name not in sheets:
        raise FileProblemError("sheet", value=name[:60], found=", ".join(list(sheets)[:20]))
    return sheets[name]


def _text(cell: Any) -> str:
    """As a person would read it. Formulas stay formulas, so that they are seen."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y.%m.%d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int):
        shown = str(cell.number_format or "")
        return str(value).zfill(len(shown)) if _PADDED.fullmatch(shown) else str(value)
    text = getattr(value, "text", value)  # a formula over several cells is an object
    return str(text) if text is not None else "="
