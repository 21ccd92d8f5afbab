"""manage.py import_register FILE [--apply], or --undo ID"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from directory.importing import report, running, undoing
from directory.importing.problems import told
from directory.importing.table import MOST_MB
from directory.importing.values import EARLIEST
from directory.models import ImportRow, RegisterImport

State = RegisterImport.State
WIDTH = 40
#: Refused rows that are printed one by one.
PRINTED = 50


class Command(BaseCommand):
    """A register from a file, without the browser."""

    help = (
        "Compares a register (CSV or XLSX) with the directory and prints a report; with --apply it is imported too. "
        "--undo takes a whole import back, by its number."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file with what is known of it, or what is taken back."""
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--sheet", default="", help="name of the sheet in XLSX (the first one)")
        parser.add_argument(
            "--source", default="", help="name of the register, shown to readers (the file's name)"
        )
        parser.add_argument(
            "--date", type=dt.date.fromisoformat, help="day of the extract, as 2026-11-29 (today)"
        )
        parser.add_argument(
            "--state-register", action="store_true", help="an extract of the state register itself"
        )
        parser.add_argument(
            "--with-doubles", action="store_true", help="also enter what may be there already"
        )
        parser.add_argument("--apply", action="store_true", help="import it; without this nothing changes")
        parser.add_argument("--undo", type=int, metavar="ID", help="take an import back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a file that can't be read, or an import that can't be taken back."""
        with override("en"):
            self._do(options)

    def _do(self, options: dict[str, Any]) -> None:
        if options["undo"] is not None:
            self._undo(options["undo"])
            return
        if options["file"] is None:
            raise CommandError("Name a file, or an import to take back with --undo.")
        of = self._report(options["file"], options)
        if options["apply"]:
            self._apply(of, leave_doubles=not options["with_doubles"])
        else:
            self.stdout.write("Nothing was changed. With --apply it is imported.")

    def _report(self, file: Path, options: dict[str, Any]) -> RegisterImport:
        as_of = options["date"] or timezone.localdate()
        if as_of > timezone.localdate():
            raise CommandError("The date lies in the future.")
        if as_of.year < EARLIEST:
            raise CommandError(f"The date lies before {EARLIEST}.")
        try:
            if file.stat().st_size > MOST_MB * 1024 * 1024:
                raise CommandError(told({"code": "large", "most": MOST_MB}))
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        of = RegisterImport.objects.create(
            file_name=file.name[-200:],
            sheet=options["sheet"][:60],
            content=content,
            source=(options["source"] or file.stem)[:100],
            as_of=as_of,
            state_register=options["state_register"],
        )
        running.make_report(of.pk, self._bar("reading"))
        of.refresh_from_db()
        if of.state == State.BROKEN:
            raise CommandError(told(of.problem or {}))
        for one in report.counts(of):
            self.stdout.write(f"{one.label}: {one.number}")
        if doubtful := report.doubtful(of):
            self.stdout.write(f"  new ones that may be there already: {doubtful}")
        if of.unread:
            self.stdout.write(f"columns that are not read: {', '.join(of.unread)}")
        for row in of.rows.filter(kind=ImportRow.Kind.REFUSED)[:PRINTED]:
            self.stdout.write(f"row {row.number}: {'; '.join(report.lines_of(row))}")
        return of

    def _apply(self, of: RegisterImport, *, leave_doubles: bool) -> None:
        total = running.waiting_rows(of).count()
        running.move_on(of, State.READY, State.RUNNING, total=total, leave_doubles=leave_doubles)
        running.carry_out(of.pk, self._bar("importing"))
        self._results(of)
        self.stdout.write(f"Import {of.pk}: done. --undo {of.pk} takes it back.")

    def _undo(self, pk: int) -> None:
        of = RegisterImport.objects.filter(pk=pk).first()
        if of is None:
            raise CommandError(f"There is no import {pk}.")
        total = undoing.rows_to_undo(of).count()
        if not running.move_on(of, State.DONE, State.UNDOING, total=total) and of.state != State.UNDOING:
            raise CommandError(f"Import {pk} can't be taken back: {of.get_state_display()}.")
        undoing.take_back(pk, self._bar("taking back"))
        self._results(of)
        self.stdout.write(f"Import {pk}: taken back.")

    def _results(self, of: RegisterImport) -> None:
        found = Counter(of.rows.exclude(outcome="").values_list("outcome", flat=True))
        labels = dict(ImportRow.Outcome.choices)
        for outcome, number in found.items():
            self.stdout.write(f"{labels[outcome]}: {number}")

    def _bar(self, what: str) -> running.Tell:
        def tell(done: int, total: int) -> None:
            filled = WIDTH * done // total if total else WIDTH
            end = "\n" if done >= total else ""
            self.stderr.write(f"\r{what} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}", ending=end)

        return tell
