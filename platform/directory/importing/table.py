"""What a file holds: its headings and rows as texts, whatever it is (CSV in several encodings, XLSX)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from directory.importing.columns import REQUIRED, TELLING, column_of
from directory.importing.problems import FileProblemError
from directory.importing.workbook import sheet_rows

#: Largest file, in megabytes, and how many rows.
MOST_MB = 20
MOST_ROWS = 50_000
#: Titles may stand above the headings, in so many rows.
ABOVE = 20
#: Rows without anything, after which nothing more is looked for.
MOST_EMPTY = 1_000
MOST_CELLS = 100
LONGEST_CELL = 5_000

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f]")
_WORD = re.compile(r"[^\s,;\d]+")
_LOWER, _UPPER = "а-яёєїa-z", "А-ЯЁЄЇA-Z"
#: A capital behind a small letter, two alphabets in one word, or signs that stand in no word.
_STRANGE = re.compile(
    rf"[{_LOWER}][{_UPPER}]|[a-zA-Z][а-яА-ЯёЁєЄїЇ]|[а-яА-ЯёЁєЄїЇ][a-zA-Z]|[^{_LOWER}{_UPPER}!-~«»„“”‘’–—№§°…]"
)

Cells = Sequence[str]


@dataclass(frozen=True)
class Table:
    """A register as it was read.

    rows: (number as the spreadsheet counts, texts by column); unread: headings of columns that are not read.
    """

    columns: list[str]
    unread: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_table(content: bytes, sheet: str = "") -> Table:
    """The register in a file. sheet: the name of the sheet in XLSX, "" for the first. Raises FileProblemError."""
    if len(content) > MOST_MB * 1024 * 1024:
        raise FileProblemError("large", most=MOST_MB)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileProblemError("empty")
    if content.startswith(_OLD_EXCEL):
        raise FileProblemError("old-excel")
    if content.startswith(_FOREIGN):
        raise FileProblemError("kind")
    if content.startswith(_ZIP):
        return _table(_bounded(sheet_rows(content, sheet, most_cells=MOST_CELLS)))
    text = decode(content)
    errors = []
    for separator in (",", ";", "\t"):
        try:
            return _table(_bounded(_csv_rows(text, separator)))
        except FileProblemError as error:
            if error.problem["code"] != "columns":
                raise
            errors.append(error)
    raise max(errors, key=lambda error: len(error.problem["found"]))


def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16, with or without mark, or the old Cyrillic code page.

    Raises FileProblemError where it is none of these.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content.count(0) > len(content) // 20:
        encodings = ["utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text, encoding):
            return text
    raise FileProblemError("encoding")


def _is_text(text: str, encoding: str) -> bool:
    """The code page takes nearly any bytes: its words must be Cyrillic ones, capitals at their beginning if at all."""
    if _UNSEEN.search(text):
        return False
    if encoding != "cp1251":
        return True
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    strange = [word for word in words if _STRANGE.search(word)]
    return bool(words) and len(strange) <= len(words) // 10


def _csv_rows(text: str, separator: str) -> Iterator[tuple[int, Cells]]:
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1)
    except csv.Error as error:
        raise FileProblemError("broken") from error


def _bounded(rows: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, as short texts; ends where too long nothing stands, and where there are too many."""
    empty = kept = 0
    for number, row in rows:
        cells = [cell[:LONGEST_CELL] for cell in islice(row, MOST_CELLS)]
        if not any(cell.strip() for cell in cells):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty, kept = 0, kept + 1
        if kept > MOST_ROWS + ABOVE:
            raise FileProblemError("rows", most=MOST_ROWS)
        yield number, cells


def _table(rows: Iterator[tuple[int, list[str]]]) -> Table:
    names, heading = _headings(rows)
    known = [name for name in names if name]
    for name in known:
        if known.count(name) > 1:
            raise FileProblemError("twice", column=name)
    found = []
    for number, cells in rows:
        texts = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        if any(text.strip() for text in texts.values()):
            found.append((number, texts))
    if not found:
        raise FileProblemError("no-rows")
    if len(found) > MOST_ROWS:
        raise FileProblemError("rows", most=MOST_ROWS)
    unread = [
        text.strip()[:60] for text, name in zip(heading, names, strict=True) if text.strip() and not name
    ]
    return Table(known, unread, found)


def _headings(rows: Iterator[tuple[int, list[str]]]) -> tuple[list[str], list[str]]:
    """Names of the columns, "" for what is not read, and the row itself."""
    best: list[str] = []
    for _number, cells in islice(rows, ABOVE):
        names = [column_of(cell) if len(cell) < 200 else "" for cell in cells]
        if REQUIRED in names and any(name in names for name in TELLING):
            return names, cells
        found = [cell.strip()[:40] for cell in cells if cell.strip()]
        if len(found) > len(best):
            best = found
    raise FileProblemError("columns", wanted=[REQUIRED, "registration_number", "aimag"], found=best[:12])
