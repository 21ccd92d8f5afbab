"""Why a file, a row or a field is refused or left: kept as codes with their values, told in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.languages import current_language
from directory.importing.columns import COLUMNS, labels

Problem = dict[str, Any]


class FileProblemError(Exception):
    """The file as a whole can't be read."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.problem: Problem = {"code": code, **more}


def problem(code: str, column: str = "", value: object = "", **more: Any) -> Problem:
    """One reason. column: its name; value: what stands there, cut short."""
    found: Problem = {"code": code, **more}
    if column:
        found["column"] = column
    if value != "":
        found["value"] = str(value)[:60]
    return found


def told(one: Problem) -> str:
    """In the active language, with the column's heading before it."""
    text = _text(one)
    column = COLUMNS.get(one.get("column", ""))
    return _("Column “%(column)s”: %(text)s") % {"column": column.label, "text": text} if column else text


def _text(one: Problem) -> str:
    values = {"value": "", "rows": "", "most": "", **one}
    if one["code"] == "columns":
        values["wanted"] = labels(one["wanted"])
        values["found"] = ", ".join(one["found"]) or "–"
    texts = {**_of_files(), **_of_rows()}
    text = texts[one["code"]] % values
    names = one.get("names") or {}
    near = names.get(current_language()) or next(iter(names.values()), "")
    return f"{text} " + _("Did you mean “%(name)s”?") % {"name": near} if near else text


def _of_files() -> dict[str, str]:
    return {
        "empty": _("The file is empty."),
        "large": _("The file is larger than %(most)s MB."),
        "kind": _("This is neither CSV nor XLSX. Save it from your spreadsheet program as one of these."),
        "old-excel": _("This is the old form of Excel files. Save it as XLSX or CSV."),
        "encoding": _("The letters of the file can't be read. Save it as “CSV UTF-8” or as XLSX."),
        "broken": _("The file is damaged, or not what its name says."),
        "bomb": _("Unpacked, the file would be larger than %(most)s MB. It was not opened."),
        "sheet": _("There is no sheet “%(value)s”. There are: %(found)s."),
        "columns": _(
            "There is no row of headings that has the columns %(wanted)s. Read as headings: %(found)s."
        ),
        "twice": _("Two columns have this heading."),
        "rows": _("The file has more than %(most)s rows. Divide it."),
        "no-rows": _("Below the headings there is no row."),
    }


def _of_rows() -> dict[str, str]:
    return {
        "missing": _("nothing stands there, and it is needed."),
        "formula": _("“%(value)s” is a formula, or looks like one. Write the value itself."),
        "error-cell": _("the cell holds an error: “%(value)s”."),
        "long": _("longer than %(most)s letters."),
        "no-choice": _("“%(value)s” is none of the words that can stand there."),
        "no-aimag": _("there is no aimag or city “%(value)s”."),
        "no-soum": _("there is no soum or district “%(value)s” there."),
        "which-soum": _("several soums are called “%(value)s”. Name the aimag as well."),
        "no-place": _("there is no place with the code or name “%(value)s”."),
        "two-places": _("this is another place than the row's other columns name."),
        "number": _("“%(value)s” is no registration number."),
        "cut-number": _(
            "the spreadsheet program has shortened the number to “%(value)s”. Format the column as text, enter it anew."
        ),
        "date": _("“%(value)s” is no date. Write 2019, 2019.05 or 2019.05.06."),
        "future": _("“%(value)s” lies in the future."),
        "count": _("“%(value)s” is no whole number of people."),
        "year": _("“%(value)s” is no year from 1990 to this one."),
        "more-than-members": _("more than there are members."),
        "no-members": _("the number of members is missing, without which no figures are kept."),
        "double-number": _("the rows %(rows)s have the same registration number."),
        "double-row": _("row %(rows)s is about the same organization."),
        "which-number": _("several entries have this registration number. Make one of them first."),
        "which-name": _("several entries have this name and place. Make one of them first."),
        "not-public": _("the entry is a draft or hidden. Decide on it first."),
        "kept-organization": _("kept: said by the organization on %(when)s."),
        "kept-helper": _("kept: said by whoever helps the organization on %(when)s."),
        "kept-agency": _("kept: said by the agency's staff on %(when)s."),
        "kept-unknown": _("kept: written by hand."),
        "kept-newer": _("kept: “%(who)s” of %(when)s is newer."),
        "kept-right": _("kept: the entry was said to be right on %(when)s."),
        "kept-confirmed": _("kept: a union has confirmed it."),
        "moved": _("Somebody changed the entry since the report was made. Import the file again."),
        "left-out": _("Left out, because it may be another entry's double."),
        "left-changed": _("Stays: it was changed since."),
        "left-used": _("Stays: somebody has taken it over, asked for it or refers to it."),
        "left-field": _("stays as it is: it was changed since."),
    }
