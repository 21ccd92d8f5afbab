"""The legal forms of the country: stored by their code, never by name. From the country pack's `legal_forms.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from core.languages import current_language
from core.places import PackError


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One form. registered: whether it stands in the state register."""

    code: str
    mn: str
    en: str
    registered: bool

    @property
    def name(self) -> str:
        """In the active language."""
        return self.mn if current_language() == "mn" else self.en

    def __str__(self) -> str:
        return self.name


def legal_forms() -> dict[str, LegalForm]:
    """All of them by code, in the order of the file."""
    return read_pack(Path(settings.COUNTRY_PACK))


def legal_form_name(code: str) -> str:
    """The form's name in the active language; the code itself where the pack has it no more."""
    found = legal_forms().get(code)
    return found.name if found else code


@cache
def read_pack(folder: Path) -> dict[str, LegalForm]:
    """The pack's legal forms. Raises PackError for a file that is not as it should be."""
    path = folder / "legal_forms.csv"
    found: dict[str, LegalForm] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), start=2):
                code = row.get("code") or ""
                if not (code and row.get("mn") and row.get("en") and row.get("registered") in {"yes", "no"}):
                    raise PackError(f"{path}:{line}: {row!r}")
                if code in found:
                    raise PackError(f"{path}:{line}: the code {code} stands twice")
                found[code] = LegalForm(code, row["mn"], row["en"], row["registered"] == "yes")
    except OSError as error:
        raise PackError(f"{path}: {error.strerror}") from error
    return found
