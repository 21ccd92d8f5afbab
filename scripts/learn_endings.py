"""Learn how Mongolian words end from hunspell's dictionary; writes the tables in search/analysis/data/.

    python scripts/learn_endings.py [/usr/share/hunspell/mn_MN]

Needed only when the dictionary or the method changes. The dictionary's affixes are expanded into (form, headword)
pairs; what both have in common at the beginning is cut off, the rest is an edit: "-ийн becomes nothing". For each
ending of a form the edit that wins clearly is kept. One table holds Cyrillic endings, one those of fold keys.
Held-out headwords measure what was learned: the command prints it.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search.analysis import endings
from search.analysis.fold import key_of, steady
from search.analysis.mongolian import reduced

DATA = Path(__file__).resolve().parents[1] / "search/analysis/data"
#: So many headwords are learned from, and so many forms of each.
HEADWORDS, FORMS = 60_000, 40
#: An edit is kept where it was seen this often and is this share of all edits of its ending.
LEAST, CLEAR = 12, 0.6
LONGEST = 9
#: Derived verbs that the dictionary lists one by one: thousands for each root.
_DERIVED = re.compile(r"(чих|схий|зна|цгаа|цгоо|цгээ|цгөө|лцуул|лцүүл|гдуул|гдүүл|жигд|чихуул)$")
_HEAD = "# Endings learned from the Mongolian hunspell dictionary by scripts/learn_endings.py.\n"
_ORIGIN = (
    "# Origin: mn_MN 2022.07.28, (c) 2020-2022 Batmunkh Dorjgotov, LaTeX Project Public License 1.3.\n"
    "# This file is no part of that work and not maintained by its author. See docs/adr.\n"
    "# ending of the form, letters to cut, letters to add\n"
)

Pair = tuple[str, str]


def suffixes(aff: Path) -> dict[str, list[tuple[str, str, re.Pattern[str]]]]:
    """Flag -> (cut, add, condition) of each suffix rule."""
    found: dict[str, list[tuple[str, str, re.Pattern[str]]]] = defaultdict(list)
    for line in aff.read_text("utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX":
            _sfx, flag, cut, add, condition = parts[:5]
            add = add.split("/")[0]
            found[flag].append(
                (cut.replace("0", ""), "" if add == "0" else add, re.compile(f"(?:{condition})$"))
            )
    return found


def forms(word: str, flags: str, rules: dict[str, list[tuple[str, str, re.Pattern[str]]]]) -> Iterator[str]:
    """The word and what its flags make of it."""
    yield word
    for flag in (flags[i : i + 2] for i in range(0, len(flags), 2)):
        for cut, add, condition in rules.get(flag, ()):
            if word.endswith(cut) and condition.search(word):
                yield word[: len(word) - len(cut)] + add


def headwords(dic: Path) -> list[tuple[str, str]]:
    """(word, flags), without names and long chains of derivation."""
    found = []
    for line in dic.read_text("utf-8").splitlines():
        word, _slash, flags = line.partition("/")
        flags = flags.split()[0] if flags.split() else ""
        if re.fullmatch("[а-яөүё]{2,14}", word) and not _DERIVED.search(word):
            found.append((word, flags))
    return found


def edit(form: str, word: str) -> tuple[int, str]:
    """How many letters to cut from the form's end, and what to add, so that it becomes the word."""
    common = 0
    for a, b in zip(form, word, strict=False):
        if a != b:
            break
        common += 1
    return len(form) - common, word[common:]


def learn(pairs: Iterable[Pair]) -> dict[str, tuple[int, str]]:
    """The table of endings."""
    seen: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for form, word in pairs:
        change = edit(form, word)
        for length in range(1, min(LONGEST, len(form) - 1) + 1):
            if length >= change[0]:
                seen[form[-length:]][change] += 1
    table: dict[str, tuple[int, str]] = {}
    for ending in sorted(seen, key=len):
        counts = seen[ending]
        change, times = counts.most_common(1)[0]
        before = next((table[ending[i:]] for i in range(1, len(ending)) if ending[i:] in table), (0, ""))
        if times >= LEAST and times >= CLEAR * counts.total() and change != before:
            table[ending] = change
    return table


def write(path: Path, table: dict[str, tuple[int, str]]) -> None:
    """One rule a line, in order."""
    lines = [f"{ending}\t{cut}\t{add}" for ending, (cut, add) in sorted(table.items())]
    path.write_text(_HEAD + _ORIGIN + "\n".join(lines) + "\n", "utf-8")


def found_again(pairs: Iterable[Pair], table: dict[str, tuple[int, str]]) -> float:
    """Share of forms that end where their headword ends."""
    pairs = list(pairs)

    def end(word: str) -> str:
        left = endings.apply(endings.apply(word, table), table)
        return steady(left) if left.isascii() else reduced(left)

    return sum(end(form) == end(word) for form, word in pairs) / len(pairs)


def main(base: str = "/usr/share/hunspell/mn_MN") -> None:
    """Learn, write, measure on headwords that were not learned from."""
    rules = suffixes(Path(base + ".aff"))
    words = headwords(Path(base + ".dic"))
    chance = random.Random(11)  # noqa: S311 (a sample, no secret)
    chance.shuffle(words)
    held = len(words) // 20
    test, train = words[:held], words[held : held + HEADWORDS]

    def pairs(some: list[tuple[str, str]]) -> list[Pair]:
        result = []
        for word, flags in some:
            made = list(dict.fromkeys(forms(word, flags, rules)))
            result += [(form, reduced(word)) for form in chance.sample(made, min(FORMS, len(made)))]
            result += [(word, reduced(word))] * 6  # the bare word is the commonest form in texts
        return result

    learned_from, measured_on = pairs(train), pairs(test[:4000])
    print(f"{len(learned_from)} forms of {len(train)} headwords")
    table = learn(learned_from)
    write(DATA / "endings_mn.tsv", table)
    print(
        f"Cyrillic: {len(table)} endings, {found_again(measured_on, table):.3f} of unseen forms found again"
    )

    def keyed(some: list[Pair]) -> list[Pair]:
        return [(key_of(form), steady(key_of(reduced(word)))) for form, word in some]

    keys = learn(keyed(learned_from))
    write(DATA / "endings_key.tsv", keys)
    print(
        f"Keys: {len(keys)} endings, {found_again(keyed(measured_on), keys):.3f} of unseen forms found again"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
