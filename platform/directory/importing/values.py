"""What the cells of a row mean: the values of an entry's fields, or why they are none."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from accounts.codes import Activity, Isic, Level, MemberType
from accounts.models import Organization
from core.legal_forms import legal_forms
from core.places import place
from directory.importing.place_names import PlaceError, find_place
from directory.importing.problems import Problem, problem

#: Cells that say "nothing".
_NOTHING = {"", "-", "–", "—", "n/a", "байхгүй"}
#: Letters of other alphabets that old fonts showed as Mongolian ones.
_OLD_FONTS = str.maketrans("єЄїЇ", "өӨүҮ")
_ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!"}
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.I)
_WRITTEN = re.compile(r"(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2})\D*)?")
_FLOAT = re.compile(r"(\d+)[.,]0+")
FIGURES = ("members", "women", "youth", "employees")
MOST_PEOPLE = 1_000_000
#: The first year of which figures are kept.
EARLIEST = 1990


@dataclass
class Said:
    """What a row says. values: by field; problems: why it is refused."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_row(cells: Mapping[str, str], year: int) -> Said:
    """The values of a row; what is empty is left out, as it says nothing.

    cells: texts by column; year: of figures whose row names none.
    """
    said = Said()
    texts = {name: tidy(text) for name, text in cells.items()}
    for name, text in texts.items():
        if text.casefold() in _ERRORS:
            said.problems.append(problem("error-cell", name, text))
        elif text[:1] in set("=+@") or (text[:1] == "-" and len(text) > 1):
            said.problems.append(problem("formula", name, text))
    if said.problems:
        return said
    texts = {name: "" if text.casefold() in _NOTHING else text for name, text in texts.items()}
    if not texts.get("name_mn"):
        said.problems.append(problem("missing", "name_mn"))
    for name, read in _READERS.items():
        if texts.get(name):
            try:
                said.values[name] = read(name, texts[name])
            except _NoValueError as error:
                said.problems.append(error.problem)
    _read_place(texts, said)
    _read_figures(texts, said, year)
    return said


class _NoValueError(Exception):
    def __init__(self, code: str, column: str, value: str, **more: Any) -> None:
        super().__init__(code)
        self.problem = problem(code, column, value, **more)


def tidy(text: str) -> str:
    """One line without what can't be seen, letters in one form."""
    plain = unicodedata.normalize("NFC", text).translate(_OLD_FONTS)
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in plain)
    return " ".join(seen.split())


def _line(name: str, text: str) -> str:
    kept: Any = Organization._meta.get_field(name)
    most: int = kept.max_length
    if len(text) > most:
        raise _NoValueError("long", name, text, most=most)
    return text


def _number(name: str, text: str) -> str:
    """Kept as it stands, with its zeros; what a spreadsheet adds is taken off."""
    if _SHORTENED.fullmatch(text):
        raise _NoValueError("cut-number", name, text)
    whole = _FLOAT.fullmatch(text)
    text = (whole.group(1) if whole else text).replace(" ", "")
    if not any(sign.isdigit() for sign in text) or not all(sign.isalnum() or sign in "-./" for sign in text):
        raise _NoValueError("number", name, text)
    return _line(name, text)


def _date(name: str, text: str) -> str:
    """As "2019", "2019.05" or "2019.05.06"."""
    whole = _FLOAT.fullmatch(text)
    if whole:
        text = whole.group(1)
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}.{text[4:6]}.{text[6:]}"
    year_only = re.fullmatch(r"(\d{4})(?:\s*он[ыд]?)?", text)
    parts = [year_only.group(1)] if year_only else []
    if not parts:
        written = _WRITTEN.fullmatch(text.removesuffix("T00:00:00").removesuffix(" 00:00:00"))
        parts = [part for part in written.groups() if part] if written else []
    numbers = [int(part) for part in parts]
    try:
        day = dt.date(*(numbers + [1, 1])[:3])
    except (TypeError, ValueError):
        raise _NoValueError("date", name, text) from None
    if not numbers or not 1800 <= day.year <= 2099:
        raise _NoValueError("date", name, text)
    if day > timezone.localdate():
        raise _NoValueError("future", name, text)
    return ".".join([f"{numbers[0]}", *(f"{number:02}" for number in numbers[1:])])


def word_key(text: str) -> str:
    """What spellings of a choice have in common."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _keys(code: str, labels: Iterable[str]) -> Iterable[str]:
    """A code's words: itself, its labels, what stands before and in their brackets."""
    yield word_key(code)
    for label in labels:
        before, bracket, inside = label.partition("(")
        yield from (word_key(label), word_key(before))
        if bracket:
            yield word_key(inside)
        yield word_key(label.partition(":")[0])


@cache
def _choices(name: str) -> dict[str, str]:
    if name == "legal_form":
        pairs = [(code, [form.mn, form.en]) for code, form in legal_forms().items()]
    else:
        codes: Any = {"level": Level, "isic": Isic, "member_type": MemberType, "activities": Activity}[name]
        by_code: dict[str, list[str]] = {code: [] for code in codes.values}
        for language in dict(settings.LANGUAGES):
            with override(language):
                for code, label in codes.choices:
                    by_code[code].append(str(label))
        pairs = list(by_code.items())
    found: dict[str, str] = {}
    for code, labels in pairs:
        for key in _keys(code, labels):
            found.setdefault(key, code)
    return found


def _choice(name: str, text: str) -> str:
    known = _choices(name)
    found = known.get(word_key(text))
    if found is None and name == "isic":  # "0141": a class of the section is not told apart here
        found = known.get(word_key(text[:1]) if re.fullmatch(r"[A-Ua-u]\W?\d*", text) else "")
    if found is None:
        raise _NoValueError("no-choice", name, text)
    return found


def _many(name: str, text: str) -> list[str]:
    whole = _choices(name).get(word_key(text))
    if whole:
        return [whole]
    parts = [part for part in re.split(r"[;|]|,(?=\s*ICA)", text) if part.strip()]
    return sorted({_choice(name, part) for part in parts})


_READERS: dict[str, Callable[[str, str], Any]] = {
    "name_mn": _line,
    "name_en": _line,
    "registration_number": _number,
    "legal_form": _choice,
    "level": _choice,
    "founded": _date,
    "isic": _choice,
    "activities": _many,
    "member_type": _choice,
    "audited_on": _date,
    "auditor": _line,
}


def _read_place(texts: Mapping[str, str], said: Said) -> None:
    code, aimag, soum = (_whole(texts.get(name, "")) for name in ("place", "aimag", "soum"))
    try:
        found = find_place(code=code, aimag=aimag, soum=soum)
    except PlaceError as error:
        near = place(error.near).names if error.near else {}
        said.problems.append(problem(error.code, error.column, error.value, names=dict(near)))
        return
    if found:
        said.values["place"] = found


def _whole(text: str) -> str:
    """A code that a spreadsheet took for a number."""
    found = _FLOAT.fullmatch(text)
    return found.group(1) if found else text


def _read_figures(texts: Mapping[str, str], said: Said, year: int) -> None:
    if not any(texts.get(name) for name in FIGURES):
        return
    numbers: dict[str, int | None] = {}
    for name in FIGURES:
        text = _whole(texts.get(name, ""))
        if text and not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= MOST_PEOPLE):
            said.problems.append(problem("count", name, text))
            return
        numbers[name] = int(text) if text else None
    told_year = _whole(texts.get("year", ""))
    if told_year:
        this_year = timezone.localdate().year
        if not (told_year.isascii() and told_year.isdigit() and EARLIEST <= int(told_year) <= this_year):
            said.problems.append(problem("year", "year", told_year))
            return
        year = int(told_year)
    members = numbers["members"]
    if members is None:
        said.problems.append(problem("no-members", "members"))
        return
    for name in ("women", "youth"):
        part = numbers[name]
        if part is not None and part > members:
            said.problems.append(problem("more-than-members", name, part))
            return
    said.values["figures"] = [year, *(numbers[name] for name in FIGURES)]
