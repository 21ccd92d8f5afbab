"""The translation check: what it calls incomplete."""

from pathlib import Path

import polib
import pytest

from scripts import translations


def catalogue(**texts: str) -> polib.POFile:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    file.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in texts.items())
    return file


def compiled(file: polib.POFile, folder: Path) -> polib.MOFile:
    file.save_as_mofile(str(folder / "x.mo"))
    return polib.mofile(str(folder / "x.mo"))


def test_a_complete_catalogue_has_no_problems(tmp_path: Path) -> None:
    shipped = catalogue(Search="Хайх")
    assert translations.compare(shipped, catalogue(Search=""), compiled(shipped, tmp_path)) == []


@pytest.mark.parametrize(
    ("shipped", "fresh", "problem"),
    [
        ({"Search": "Хайх"}, {"Search": "", "Send": ""}, "not in the catalogue"),
        ({"Search": "Хайх", "Old": "Хуучин"}, {"Search": ""}, "no longer used"),
        ({"Search": ""}, {"Search": ""}, "not translated"),
    ],
)
def test_a_gap_is_named(tmp_path: Path, shipped: dict[str, str], fresh: dict[str, str], problem: str) -> None:
    file = catalogue(**shipped)
    found = translations.compare(file, catalogue(**fresh), compiled(file, tmp_path))
    assert len(found) == 1
    assert problem in found[0]


def test_a_doubtful_translation_is_named(tmp_path: Path) -> None:
    file = catalogue(Search="Хайлт")
    mo = compiled(file, tmp_path)
    file[0].flags.append("fuzzy")
    assert any("fuzzy" in problem for problem in translations.compare(file, catalogue(Search=""), mo))


def test_a_catalogue_that_was_not_compiled_again_is_named(tmp_path: Path) -> None:
    mo = compiled(catalogue(Search="Хайлт"), tmp_path)
    found = translations.compare(catalogue(Search="Хайх"), catalogue(Search=""), mo)
    assert len(found) == 1
    assert "compiled differently" in found[0]
