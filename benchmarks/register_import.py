"""How long the import of a register takes: the report, the import, a second run, taking it back.

    .venv/bin/python -m benchmarks.register_import [--rows 10000] [--entries 0] [--xlsx] [--postgres]

Makes a register of plausible rows in a database of its own (SQLite; with --postgres a PostgreSQL that is started for
it), beside so many sample entries. Seconds by the clock.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import os
import random
import tempfile
import time
from collections.abc import Callable

import django

from benchmarks.directory_speed import _database

HEADINGS = [
    "Бүртгэлийн дугаар",
    "Нэр",
    "Аймаг",
    "Сум",
    "Хэлбэр",
    "Байгуулсан",
    "Гишүүд",
    "Эмэгтэй",
    "Залуучууд",
]
FIRST = [
    "Хангай",
    "Говь",
    "Алтан",
    "Баян",
    "Мөнх",
    "Өгөөж",
    "Дэлгэр",
    "Цагаан",
    "Их",
    "Шинэ",
    "Наран",
    "Сэлэнгэ",
]
SECOND = [
    "булаг",
    "тал",
    "ноос",
    "сүү",
    "малчин",
    "өлзий",
    "хишиг",
    "арвин",
    "ундраа",
    "толгой",
    "хүлэг",
    "дөл",
]


def main() -> None:
    """Print a line a step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=0, help="sample entries that are there already")
    parser.add_argument("--xlsx", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khorshoo-bench-") as folder, _database(options.postgres):
        os.environ["KHORSHOO_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        _measure(options.rows, options.entries, xlsx=options.xlsx)


def _register(number: int) -> list[list[str]]:
    from core.places import top_places

    chance = random.Random(7)
    soums = [(top.name, one.name) for top in top_places() for one in top.children()]
    rows = [HEADINGS]
    for at in range(number):
        aimag, soum = chance.choice(soums)
        members = chance.randint(9, 120)
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.choice(SECOND)} {at}"
        numbers = [str(members), str(chance.randint(0, members)), str(chance.randint(0, members // 2))]
        founded = str(chance.randint(1995, 2025))
        rows.append([f"{at:07}", name, aimag, soum, "Анхан шатны хоршоо", founded, *numbers])
    return rows


def _file(rows: list[list[str]], *, xlsx: bool) -> bytes:
    if xlsx:
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Хоршоо")
        for row in rows:
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _measure(number: int, entries: int, *, xlsx: bool) -> None:
    from django.core.management import call_command
    from django.db import connection

    from directory import samples
    from directory.importing import report, running, undoing
    from directory.models import RegisterImport

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    if entries:
        samples.make(entries)
    content = _file(_register(number), xlsx=xlsx)
    kind = "XLSX" if xlsx else "CSV"
    print(
        f"{connection.vendor}, {number} rows of {kind} ({len(content) // 1024} KB), {entries} entries there"
    )
    state = RegisterImport.State

    def timed(what: str, do: Callable[[], object]) -> None:
        began = time.perf_counter()
        do()
        print(f"  {what:<28}{time.perf_counter() - began:>7.1f} s", flush=True)

    def sent() -> RegisterImport:
        return RegisterImport.objects.create(
            file_name="x", content=content, source="Register", as_of=dt.date(2026, 1, 1)
        )

    first, second = sent(), sent()
    timed("report", lambda: running.make_report(first.pk))
    print("   ", [(one.kind, one.number) for one in report.counts(first)])
    running.move_on(first, state.READY, state.RUNNING, total=number, leave_doubles=False)
    timed("import", lambda: running.carry_out(first.pk))
    timed("second run: report", lambda: running.make_report(second.pk))
    print("   ", [(one.kind, one.number) for one in report.counts(second)])
    running.move_on(first, state.DONE, state.UNDOING, total=number)
    timed("taking it back", lambda: undoing.take_back(first.pk))


if __name__ == "__main__":
    main()
