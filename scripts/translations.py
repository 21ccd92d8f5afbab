"""Whether the Mongolian catalogue is complete: every text of the code in it, translated, none doubtful.

`--write` brings the catalogue up to date instead (new texts come in untranslated) and compiles it.
Beside it stands what the admin's own makers have not translated (`locale_wagtail`, kept by hand): compiled, checked.
Needs gettext's xgettext; what is compiled is shipped, so that running the site needs no gettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import polib

from scripts.common import ROOT, in_ci

CATALOGUE = Path("platform/core/locale/mn/LC_MESSAGES/django.po")
#: What Wagtail and wagtail-localize lack in Mongolian; their texts, so nothing of ours to compare with.
BORROWED = [Path(f"platform/core/locale_wagtail/mn/LC_MESSAGES/{name}.po") for name in ("django", "djangojs")]
SOURCES = ("accounts", "content", "directory", "forums", "announcements", "platform", "search", "templates")
Key = tuple[str, str, str]


def main(arguments: list[str]) -> int:
    """Check, or with --write update. Returns the exit status."""
    if not shutil.which("xgettext"):
        print("NOT CHECKED: gettext is missing (Debian: apt-get install gettext)")
        return 1 if in_ci() or "--write" in arguments else 0
    with tempfile.TemporaryDirectory(prefix="khorshoo-messages-") as folder:
        copy = Path(folder)
        extract(ROOT, copy)
        fresh = polib.pofile(str(copy / CATALOGUE))
        if "--write" in arguments:
            return _write(fresh)
        shipped = polib.pofile(str(ROOT / CATALOGUE))
        compiled = polib.mofile(str((ROOT / CATALOGUE).with_suffix(".mo")))
    problems = list(compare(shipped, fresh, compiled))
    for path in BORROWED:
        own = polib.pofile(str(ROOT / path))
        problems += compare(own, own, polib.mofile(str((ROOT / path).with_suffix(".mo"))))
    print("\n".join(problems) or f"{len(shipped)} texts, all translated")
    return 1 if problems else 0


def extract(root: Path, copy: Path) -> None:
    """Into `copy`: the sources, and the catalogue as makemessages would write it now."""
    skip = shutil.ignore_patterns("__pycache__", "*.mo", "node_modules", "static")
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=skip)
    (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        # The copy before the project: makemessages writes where the settings say.
        "PYTHONPATH": os.pathsep.join([str(copy), str(copy / "platform")]),
    }
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "mn", "--no-wrap", "--no-obsolete", "-v", "0"],
        cwd=copy,
        env=env,
        check=True,
    )


def compare(shipped: polib.POFile, fresh: polib.POFile, compiled: polib.MOFile) -> list[str]:
    """What is missing, left over, untranslated, doubtful or not compiled, a line each."""
    wanted, there = _keys(fresh), _keys(shipped)
    by_key: dict[Key, polib.POEntry] = {_key(entry): entry for entry in shipped if not entry.obsolete}
    ready = {key for key, entry in by_key.items() if entry.translated()}
    built = {_key(entry): _translation(entry) for entry in compiled}
    rows: list[tuple[str, set[Key]]] = [
        ("not in the catalogue (make messages)", wanted - there),
        ("in the catalogue but no longer used (make messages)", there - wanted),
        ("not translated", {key for key in there & wanted if key not in ready and not by_key[key].fuzzy}),
        ("marked as doubtful (fuzzy)", {key for key, entry in by_key.items() if entry.fuzzy}),
        (
            "compiled differently (make messages)",
            {key for key in ready if built.get(key) != _translation(by_key[key])},
        ),
    ]
    return [f"{problem}: {key[1]!r}" for problem, keys in rows for key in sorted(keys)]


def _key(entry: polib.POEntry | polib.MOEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _keys(catalogue: polib.POFile) -> set[Key]:
    return {_key(entry) for entry in catalogue if not entry.obsolete}


def _translation(entry: polib.POEntry | polib.MOEntry) -> tuple[str, ...]:
    return (entry.msgstr, *(text for _number, text in sorted(entry.msgstr_plural.items())))


def _write(fresh: polib.POFile) -> int:
    """Keep the shipped translations, take the texts from `fresh`."""
    target = ROOT / CATALOGUE
    show: Callable[[object], None] = print
    old = {_key(entry): entry for entry in polib.pofile(str(target))} if target.exists() else {}
    for entry in fresh:
        known = old.get(_key(entry))
        entry.occurrences = []  # line numbers change with every edit and tell nobody anything
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        entry.msgstr = known.msgstr if known else ""
        entry.msgstr_plural = known.msgstr_plural if known else dict.fromkeys(entry.msgstr_plural, "")
        if not known:
            show(f"to translate: {entry.msgid!r}")
    fresh.sort(key=lambda entry: (entry.msgid.lower(), entry.msgctxt or ""))
    fresh.metadata.pop("POT-Creation-Date", None)
    fresh.save(str(target))
    fresh.save_as_mofile(str(target.with_suffix(".mo")))
    for path in BORROWED:
        polib.pofile(str(ROOT / path)).save_as_mofile(str((ROOT / path).with_suffix(".mo")))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
