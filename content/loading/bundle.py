"""All starter files read and checked against each other, before anything is written."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.loading.dates import is_day, is_day_of_the_year, is_written_date, wrong_dates
from content.loading.files import (
    LINE,
    ContentFileError,
    PageFile,
    Part,
    read_page,
    read_records,
    without_lines,
)

STARTER = Path(__file__).resolve().parents[1] / "starter"
LANGUAGES = ("mn", "en")
TYPES = {
    "home",
    "topic",
    "guide",
    "steps",
    "finance-index",
    "finance-offer",
    "law-index",
    "law",
    "institution-index",
    "institution",
    "glossary",
    "plain",
    "library",
    "legal-form",
    "country",
    "comparison",
    "training",
    "story",
    "instrument",
    "programme",
    "sector",
    "statistics",
    "door",
}
#: Lists in the front matter whose entries stand in both files, in the same order.
PAIRED = (
    "jobs",
    "examples",
    "calendar",
    "versions",
    "changes",
    "frameworks",
    "to_check",
    "ways",
    "reasons_for",
    "reasons_against",
)
STATUSES = {"seen", "weak", "unconfirmed"}


@dataclass
class PagePair:
    """One page in both languages."""

    address: str
    mn: PageFile
    en: PageFile

    @property
    def type(self) -> str:
        """The page's type."""
        return str(self.mn.meta["type"])

    @property
    def parent(self) -> str | None:
        """The address of the page above; None for the home page."""
        if self.address == "home":
            return None
        return self.address.rsplit("/", 1)[0] if "/" in self.address else "home"

    def hash(self) -> str:
        """Of all that both files say."""
        return digest([(f.meta, [(p.kind, p.data) for p in f.parts]) for f in (self.mn, self.en)])


@dataclass
class Bundle:
    """Everything that the starter files say."""

    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    terms: dict[str, dict[str, Any]] = field(default_factory=dict)
    synonyms: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, PagePair] = field(default_factory=dict)


def digest(data: Any) -> str:
    """A hash of plain data."""
    text = json.dumps(without_lines(data), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_bundle(root: Path = STARTER) -> Bundle:
    """Read and check all files below `root`. Raises ContentFileError with file and line."""
    bundle = Bundle()
    records = root / "records"
    _collect(bundle.sources, records / "sources.yaml", lambda row: row["code"])
    for path in sorted((records / "facts").glob("*.yaml")):
        _collect(bundle.facts, path, lambda row: row["key"])
    _collect(bundle.articles, records / "articles.yaml", lambda row: f"{row['law']}#{row['number']}")
    _collect(bundle.terms, records / "glossary.yaml", lambda row: row["slug"])
    _collect(bundle.synonyms, records / "synonyms.yaml", lambda row: row["key"])
    pages = root / "pages"
    addresses = {str(path.relative_to(pages))[: -len(".mn.md")] for path in pages.rglob("*.mn.md")}
    for path in pages.rglob("*.en.md"):
        if str(path.relative_to(pages))[: -len(".en.md")] not in addresses:
            raise ContentFileError(path, 1, "there is no Mongolian file of this page")
    # Parents before children: the home page first, then by depth and place among siblings.
    for address in addresses:
        bundle.pages[address] = PagePair(
            address, *(read_page(pages / f"{address}.{language}.md") for language in LANGUAGES)
        )
    if "home" not in bundle.pages:
        raise ContentFileError(pages / "home.mn.md", 1, "the file is missing")
    order = sorted(
        bundle.pages.values(),
        key=lambda pair: (
            pair.address != "home",
            pair.address.count("/"),
            int(pair.mn.meta.get("order") or 99),
            pair.address,
        ),
    )
    bundle.pages = {pair.address: pair for pair in order}
    _Checker(bundle).check()
    return bundle


def _collect(into: dict[str, dict[str, Any]], path: Path, key_of: Any) -> None:
    for row in read_records(path):
        row["__path__"] = path
        try:
            key = key_of(row)
        except KeyError as error:
            raise ContentFileError(path, row[LINE], f"{error.args[0]} is missing") from None
        if key in into:
            raise ContentFileError(path, row[LINE], f"{key!r} stands twice")
        into[key] = row


class _Checker:
    """Cross-checks: whatever is named exists, both languages have the same shape."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def check(self) -> None:
        for row in self.bundle.sources.values():
            self.both(row, "title")
        for row in self.bundle.facts.values():
            self.fact(row)
        for row in self.bundle.articles.values():
            self.law(row, row["law"])
            self.both(row, "heading")
            self.both(row, "summary")
            for version in row.get("versions") or []:
                self.date({**version, "__path__": row["__path__"]}, "from", good=is_day(version.get("from")))
        for row in self.bundle.terms.values():
            self.both(row, "term")
            if row.get("source"):
                self.known(row, self.bundle.sources, row["source"], "source")
            if row.get("state") not in {"proposed", "in-use", "adopted"}:
                raise self.bad(row, "state must be proposed, in-use or adopted")
        for row in self.bundle.synonyms.values():
            if not isinstance(row.get("words"), list):
                raise self.bad(row, "words is missing: a list of what means the same")
        for pair in self.bundle.pages.values():
            self.page(pair)

    # Records

    def bad(self, row: dict[str, Any], problem: str) -> ContentFileError:
        return ContentFileError(row["__path__"], row.get(LINE, 1), problem)

    def both(self, row: dict[str, Any], key: str) -> None:
        value = row.get(key)
        if not isinstance(value, dict) or not all(str(value.get(code) or "").strip() for code in LANGUAGES):
            raise self.bad(row, f"{key} needs text in mn and en")
        if value.keys() - {*LANGUAGES, LINE}:
            raise self.bad(row, f"{key} has more than mn and en: a text with a comma stands in quotes")

    def known(self, row: dict[str, Any], among: Any, name: Any, what: str) -> None:
        if name not in among:
            raise self.bad(row, f"unknown {what} {name!r}")

    def date(self, row: dict[str, Any], key: str, *, good: bool) -> None:
        if not good:
            raise self.bad(row, f"{key} is no date: {row.get(key)!r}")

    def law(self, row: dict[str, Any], slug: str) -> None:
        pair = self.bundle.pages.get(f"law/{slug}")
        if pair is None or pair.type != "law":
            raise self.bad(row, f"unknown law {slug!r}")

    def basis(self, row: dict[str, Any], name: str) -> None:
        law, _hash, number = str(name).partition("#")
        self.law(row, law)
        if number:
            self.known(row, self.bundle.articles, name, "article")

    def office(self, row: dict[str, Any], slug: str) -> None:
        self.known(row, self.bundle.pages, f"offices/{slug}", "office")

    def fact(self, row: dict[str, Any]) -> None:
        self.both(row, "label")
        status = row.get("status")
        if status not in STATUSES:
            raise self.bad(row, "status must be seen, weak or unconfirmed: only a person can confirm")
        valued = row.get("number") is not None or row.get("text")
        if status == "unconfirmed":
            if valued:
                raise self.bad(row, "what is not confirmed has no number and no text")
            if not row.get("office") and not row.get("ask"):
                raise self.bad(row, "say whom to ask: office or ask")
        else:
            if not valued:
                raise self.bad(row, "number or text is missing")
            if not row.get("sources"):
                raise self.bad(row, "sources is missing")
        for key in ("text", "explanation", "ask"):
            if row.get(key):
                self.both(row, key)
        for code in row.get("sources") or []:
            self.known(row, self.bundle.sources, code, "source")
        if row.get("basis"):
            self.basis(row, row["basis"])
        if row.get("office"):
            self.office(row, row["office"])

    # Pages

    def page(self, pair: PagePair) -> None:
        if pair.mn.meta.get("type") not in TYPES:
            raise pair.mn.fail(1, f"type must be one of {', '.join(sorted(TYPES))}")
        for file in (pair.mn, pair.en):
            for key in ("title", "summary"):
                if not str(file.meta.get(key) or "").strip():
                    raise file.fail(1, f"{key} is missing")
        if pair.parent is not None and pair.parent not in self.bundle.pages:
            raise pair.mn.fail(1, f"there is no page {pair.parent!r} above this one")
        meta = {**pair.mn.meta, "__path__": pair.mn.path}
        for address in meta.get("related") or []:
            self.known(meta, self.bundle.pages, address, "page")
        for slug in meta.get("terms") or []:
            self.known(meta, self.bundle.terms, slug, "term")
        for code in meta.get("sources") or []:
            self.known(meta, self.bundle.sources, code, "source")
        for key in [*(meta.get("facts") or []), *(meta.get("figures") or [])]:
            self.known(meta, self.bundle.facts, key, "fact")
        for key in ("founders", "surplus_rule", "liability"):
            if meta.get(key):
                self.known(meta, self.bundle.facts, meta[key], "fact")
        if meta.get("law"):
            self.law(meta, meta["law"])
        for row in meta.get("frameworks") or []:
            row = {**row, "__path__": pair.mn.path}
            for key in row.get("facts") or []:
                self.known(row, self.bundle.facts, key, "fact")
            for code in row.get("sources") or []:
                self.known(row, self.bundle.sources, code, "source")
            if row.get("seen") != "unconfirmed" and not row.get("sources"):
                raise self.bad(row, "what was seen names its sources")
        for row in meta.get("ways") or []:
            self.known({**row, "__path__": pair.mn.path}, self.bundle.pages, row.get("page"), "page")
        if meta.get("office"):
            self.office(meta, meta["office"])
        for row in meta.get("jobs") or []:
            self.known({**row, "__path__": pair.mn.path}, self.bundle.pages, row.get("page"), "page")
        for row in meta.get("calendar") or []:
            self.known({**row, "__path__": pair.mn.path}, self.bundle.facts, row.get("fact"), "fact")
        for row, key in wrong_dates(pair.mn.meta):
            self.date({**row, "__path__": pair.mn.path}, key, good=False)
        self.same_shape(pair)
        for part in pair.mn.parts:
            self.part(pair.mn, part)

    def part(self, file: PageFile, part: Part) -> None:
        row = {"__path__": file.path, LINE: part.line}
        if part.kind == "facts":
            for key in part.data:
                self.known(row, self.bundle.facts, key, "fact")
        elif part.kind == "basis":
            for name in part.data:
                self.basis(row, name)
        elif part.kind == "calendar":
            for day in part.data:
                self.known(row, self.bundle.facts, day.get("fact"), "fact")
                self.date({**row, "day": day.get("day")}, "day", good=is_day_of_the_year(day.get("day")))
        elif part.kind == "timeline":
            for event in part.data:
                date = event.get("date")
                self.date({**row, "date": date}, "date", good=is_written_date(date))
                for code in event.get("sources") or []:
                    self.known(row, self.bundle.sources, code, "source")
        elif part.kind == "step":
            step = part.data or {}
            if step.get("office"):
                self.office(row, step["office"])
            for key in [step.get("time"), step.get("fee"), *(step.get("facts") or [])]:
                if key:
                    self.known(row, self.bundle.facts, key, "fact")
            for name in step.get("basis") or []:
                self.basis(row, name)
            for code in step.get("sources") or []:
                self.known(row, self.bundle.sources, code, "source")
        html = part.data if part.kind == "text" else part.data["text"] if part.kind == "note" else ""
        for address in re.findall(r'href="page:([^"]*)"', html):
            self.known(row, self.bundle.pages, address, "page")

    def same_shape(self, pair: PagePair) -> None:
        mn, en = pair.mn.parts, pair.en.parts
        for one, other in zip(mn, en, strict=False):
            if _shape(one) != _shape(other):
                raise pair.en.fail(
                    other.line,
                    f"differs in shape from line {one.line} of the Mongolian file: "
                    f"{_shape(other)} against {_shape(one)}",
                )
        if len(mn) != len(en):
            longer, file = (mn, pair.mn) if len(mn) > len(en) else (en, pair.en)
            raise file.fail(longer[min(len(mn), len(en))].line, "this part is missing in the other language")
        for key in PAIRED:
            if len(pair.mn.meta.get(key) or []) != len(pair.en.meta.get(key) or []):
                raise pair.en.fail(1, f"{key} has not as many entries as in Mongolian")


def _shape(part: Part) -> tuple[Any, ...]:
    """What must be alike in both languages: kinds, and the number of segments a translator sees."""
    if part.kind in {"phase", "heading"}:
        return (part.kind,)
    if part.kind in {"facts", "basis"}:
        return (part.kind, *part.data)
    if part.kind in {"text", "note"}:
        html = part.data if part.kind == "text" else part.data["text"]
        return (part.kind, *re.findall(r"<(p|li|h3|ul|ol)\b", html))
    if part.kind == "table":
        return (part.kind, len(part.data["rows"]), part.data["head"].count("|"))
    if part.kind in {"calendar", "timeline"}:
        return (part.kind, len(part.data))
    step = part.data or {}
    return (
        part.kind,
        len(step.get("documents") or []),
        len(step.get("routes") or []),
        bool(step.get("place")),
        bool(step.get("only_for")),
    )
