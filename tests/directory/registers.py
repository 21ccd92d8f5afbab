"""Registers in files, for tests."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from directory.importing import running, undoing
from directory.models import ImportRow, RegisterImport

HEADINGS = [
    "Бүртгэлийн дугаар",
    "Хоршооны нэр",
    "Аймаг",
    "Сум",
    "Хэлбэр",
    "Байгуулсан",
    "Гишүүдийн тоо",
    "Эмэгтэй",
]
WOOL = ["0012345", "Хангайн ноос", "Өвөрхангай", "Нарийнтээл", "Анхан шатны хоршоо", "2019.5.6", "25", "12"]
MILK = ["2222222", "Хөвсгөлийн сүү", "Хөвсгөл", "", "", "", "", ""]
AS_OF = dt.date(2026, 10, 1)
State, Kind, Outcome = RegisterImport.State, ImportRow.Kind, ImportRow.Outcome


def text(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    """As CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def csv_file(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8") -> bytes:
    """With headings."""
    return text([headings, *rows]).encode(encoding)


def xlsx_file(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, sheet: str = "Хоршоо") -> bytes:
    """With headings, on the second sheet too."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in [headings, *rows]:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(content: bytes, **more: Any) -> RegisterImport:
    """Read, with its report."""
    values: dict[str, Any] = {"source": "ХХААХҮЯ-ны бүртгэл", "as_of": AS_OF, "file_name": "x.csv", **more}
    made = RegisterImport.objects.create(content=content, **values)
    running.make_report(made.pk)
    made.refresh_from_db()
    return made


def applied(content: bytes, **more: Any) -> RegisterImport:
    """Imported."""
    made = sent(content, **more)
    assert made.state == State.READY, made.problem
    running.move_on(made, State.READY, State.RUNNING, total=running.waiting_rows(made).count())
    running.carry_out(made.pk)
    made.refresh_from_db()
    assert made.state == State.DONE
    return made


def undone(made: RegisterImport) -> RegisterImport:
    """Taken back."""
    running.move_on(made, State.DONE, State.UNDOING, total=undoing.rows_to_undo(made).count())
    undoing.take_back(made.pk)
    made.refresh_from_db()
    assert made.state == State.UNDONE
    return made


def kinds(made: RegisterImport) -> list[str]:
    """Of its rows."""
    return list(made.rows.values_list("kind", flat=True))


def codes(made: RegisterImport) -> list[tuple[int, str, str]]:
    """(row, reason, column) of what is refused."""
    return [
        (row.number, one["code"], one.get("column", ""))
        for row in made.rows.filter(kind=Kind.REFUSED)
        for one in row.problems
    ]
