"""The judged queries (judged.jsonl): what people type into the search, and which pages should answer.

Built from the content that ships, one query a line:

    {"id": "mn-001", "class": "mn", "q": "хоршоо байгуулах", "language": "mn", "half": "tune",
     "relevant": {"found/steps": 3, "term:to-found": 1}}

- `class`: one of CLASSES. `language`: the reader's, or null where nothing is known of the reader.
- `half`: weights are tuned on one half, the other half is reported. It was drawn once by lot within each class.
- `relevant`: how good an answer is, 3 (what the person looks for), 2 (helps) or 1 (touches on it). A page by its
  address in content/starter/pages, whatever its language (translations count once); a term as `term:<slug>`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from scripts.common import ROOT

FILE = Path(__file__).with_name("judged.jsonl")
#: Written later by somebody who did not run the search: how it does on what it was hardly tuned on.
SECOND = Path(__file__).with_name("judged_second.jsonl")
STARTER = ROOT / "content" / "starter"

CLASSES = {
    "mn": "Mongolian, base form, also half a word",
    "inflected": "Mongolian with endings, whole questions",
    "latin": "Mongolian in Latin letters",
    "keyboard": "substitutes for ө and ү, look-alike letters, the wrong keyboard layout both ways",
    "typo": "Mongolian with a typing error",
    "en": "English",
    "en-typo": "English with a typing error",
    "cross": "asked in one language, read in the other; also in Latin letters, also mixed",
}
KEYS = {"id", "class", "q", "language", "half", "relevant"}


class JudgedError(ValueError):
    """What is wrong with the file, with the line."""


@dataclass(frozen=True)
class Judged:
    """One query with its graded answers."""

    id: str
    kind: str
    q: str
    language: str | None
    half: str
    relevant: dict[str, int]


def load(file: Path = FILE) -> list[Judged]:
    """All queries of `file`. Raises JudgedError, with all that is wrong, a line each, and nothing is taken."""
    found: list[Judged] = []
    wrong: list[str] = []
    ids: dict[str, int] = {}
    queries: dict[tuple[str, str | None], int] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{file.name}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            wrong.append(f"{where}: no JSON ({error})")
            continue
        problems = list(_problems(row))
        if not problems:
            if row["id"] in ids:
                problems.append(f"id {row['id']!r} stands in line {ids[row['id']]} already")
            question = (row["q"].casefold(), row["language"])
            if question in queries:
                problems.append(f"the same query of the same reader stands in line {queries[question]}")
            ids.setdefault(row["id"], number)
            queries.setdefault(question, number)
        if problems:
            wrong.extend(f"{where}: {problem}" for problem in problems)
            continue
        found.append(Judged(row["id"], row["class"], row["q"], row["language"], row["half"], row["relevant"]))
    if wrong:
        raise JudgedError("\n".join(wrong))
    return found


@cache
def answers() -> frozenset[str]:
    """All that can be an answer: pages of the starter content and terms of its glossary."""
    pages = STARTER / "pages"
    addresses = {file.relative_to(pages).as_posix().removesuffix(".mn.md") for file in pages.rglob("*.mn.md")}
    glossary = yaml.safe_load((STARTER / "records" / "glossary.yaml").read_text(encoding="utf-8"))
    return frozenset(addresses | {f"term:{term['slug']}" for term in glossary})


def _problems(row: object) -> Iterator[str]:
    if not isinstance(row, dict) or set(row) != KEYS:
        yield f"expected exactly the keys {', '.join(sorted(KEYS))}"
        return
    if row["class"] not in CLASSES:
        yield f"unknown class {row['class']!r}; expected one of {', '.join(CLASSES)}"
    if not isinstance(row["id"], str) or not row["id"].startswith(f"{row['class']}-"):
        yield f"id {row['id']!r} does not begin with its class"
    if not isinstance(row["q"], str) or not row["q"].strip():
        yield "q is empty"
    if row["language"] not in ("mn", "en", None):
        yield f"unknown language {row['language']!r}; expected mn, en or null"
    if row["half"] not in ("tune", "report"):
        yield f"unknown half {row['half']!r}; expected tune or report"
    relevant = row["relevant"]
    if not isinstance(relevant, dict) or not relevant:
        yield "no relevant page"
        return
    for address, grade in relevant.items():
        if address not in answers():
            yield f"there is no page or term {address!r}"
        if type(grade) is not int or grade not in (1, 2, 3):
            yield f"grade {grade!r} of {address}: expected 1, 2 or 3"
    if 3 not in relevant.values():
        yield "nothing of grade 3: what should the person find?"
