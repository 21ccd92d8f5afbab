"""Reading content files: YAML with line numbers, front matter, Markdown with fenced parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

#: The key under which a mapping remembers the line it began on.
LINE = "__line__"


class ContentFileError(Exception):
    """A content file that can't be used. The message names file and line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}")


class _LineLoader(yaml.SafeLoader):
    """Safe YAML whose mappings know their line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.MarkedYAMLError(problem=f"{key!r} stands twice", problem_mark=node.start_mark)
        found = super().construct_mapping(node, deep=deep)
        found[LINE] = node.start_mark.line + 1
        return found


class _WrongDateError(ValueError):
    """Written like a date, but there is no such day."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.text, self.line = text, line


def _construct_date(loader: _LineLoader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise _WrongDateError(node.value, node.start_mark.line) from None


def _construct(loader: _LineLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    return loader.construct_mapping(node, deep=True)


_LineLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    _construct,
)
_LineLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)


def read_yaml(text: str, path: Path, first_line: int = 1) -> Any:
    """The data in `text`; mappings hold their line under LINE.

    first_line: the line of the file on which `text` begins.
    Raises ContentFileError naming file and line.
    """
    try:
        data = yaml.load(text, Loader=_LineLoader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + first_line
        raise ContentFileError(path, line, error.problem or "this is no YAML") from None
    except yaml.YAMLError as error:
        raise ContentFileError(path, first_line, str(error)) from None
    except _WrongDateError as error:
        raise ContentFileError(path, error.line + first_line, f"{error.text!r} is no date") from None
    _shift(data, first_line - 1)
    return data


def _shift(data: Any, by: int) -> None:
    if isinstance(data, dict):
        data[LINE] = data.get(LINE, 1) + by
        for value in data.values():
            _shift(value, by)
    elif isinstance(data, list):
        for value in data:
            _shift(value, by)


def without_lines(data: Any) -> Any:
    """The same data without the line notes: what counts for "has this file changed"."""
    if isinstance(data, dict):
        return {key: without_lines(value) for key, value in data.items() if key != LINE}
    if isinstance(data, list):
        return [without_lines(value) for value in data]
    return data


def read_text(path: Path) -> str:
    """A file's text. Raises ContentFileError if it is missing or no UTF-8."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise ContentFileError(path, 1, "the file is missing") from None
    except UnicodeDecodeError:
        raise ContentFileError(path, 1, "the file is not UTF-8") from None


def read_records(path: Path) -> list[dict[str, Any]]:
    """A list of mappings. Raises ContentFileError."""
    data = read_yaml(read_text(path), path)
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ContentFileError(path, 1, "expected a list of records")
    return data


@dataclass
class Part:
    """One part of a page: `kind` is phase, heading, text or the name of a fenced part; `data` fits it."""

    kind: str
    data: Any
    line: int


@dataclass
class PageFile:
    """One page in one language."""

    path: Path
    meta: dict[str, Any]
    parts: list[Part] = field(default_factory=list)

    def fail(self, line: int, problem: str) -> ContentFileError:
        """An error in this file."""
        return ContentFileError(self.path, line, problem)


FENCE = re.compile(r"^:::\s*([a-z]+)\s*([a-z]*)\s*$")
PARTS = {"facts", "note", "basis", "calendar", "table", "step", "timeline"}
_markdown = MarkdownIt("commonmark", {"html": False})


def read_page(path: Path) -> PageFile:
    """Front matter and parts of a page file. Raises ContentFileError."""
    lines = read_text(path).splitlines()
    if not lines or lines[0].strip() != "---":
        raise ContentFileError(path, 1, "the file must begin with front matter between --- lines")
    try:
        end = next(i for i, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    except StopIteration:
        raise ContentFileError(path, 1, "the front matter has no end (---)") from None
    meta = read_yaml("\n".join(lines[1:end]), path, first_line=2)
    if not isinstance(meta, dict):
        raise ContentFileError(path, 2, "the front matter must be keys with values")
    page = PageFile(path, meta)
    page.parts = list(_parts(page, lines, end + 1))
    return page


def _parts(page: PageFile, lines: list[str], start: int) -> Iterator[Part]:
    chunk: list[str] = []
    chunk_line = start + 1
    i = start
    while i < len(lines):
        line = lines[i]
        heading = re.match(r"^(#{1,2})\s+(.+?)\s*$", line)
        fence = FENCE.match(line)
        if not heading and not line.startswith(":::"):
            if not chunk:
                chunk_line = i + 1
            chunk.append(line)
            i += 1
            continue
        yield from _text(chunk, chunk_line)
        chunk = []
        if heading:
            yield Part("phase" if heading[1] == "#" else "heading", heading[2], i + 1)
            i += 1
            continue
        if not fence or fence[1] not in PARTS:
            raise page.fail(i + 1, f"unknown part {line.strip()!r}; known: {', '.join(sorted(PARTS))}")
        try:
            end = next(j for j in range(i + 1, len(lines)) if lines[j].strip() == ":::")
        except StopIteration:
            raise page.fail(i + 1, "this part has no end (:::)") from None
        yield _fenced(page, fence[1], fence[2], lines[i + 1 : end], i + 1)
        i = end + 1
    yield from _text(chunk, chunk_line)


def _text(chunk: list[str], line: int) -> Iterator[Part]:
    source = "\n".join(chunk).strip()
    if source:
        yield Part("text", rich_text(source), line)


def _fenced(page: PageFile, kind: str, argument: str, inner: list[str], line: int) -> Part:
    text = "\n".join(inner)
    if kind in {"facts", "basis"}:
        return Part(kind, [row.strip() for row in inner if row.strip()], line)
    if kind == "note":
        if argument not in {"warn", "info", ""}:
            raise page.fail(line, "a note is warn or info")
        return Part(kind, {"tone": argument or "info", "text": rich_text(text)}, line)
    if kind == "table":
        rows = [row.strip().strip("|").strip() for row in inner if row.strip()]
        rows = [row for row in rows if not re.fullmatch(r"[\s|:-]+", row)]
        if len({row.count("|") for row in rows}) > 1:
            raise page.fail(line, "the rows of the table differ in their number of cells")
        if len(rows) < 2:
            raise page.fail(line, "a table needs a head and a row")
        return Part(kind, {"head": rows[0], "rows": rows[1:]}, line)
    return Part(kind, read_yaml(text, page.path, first_line=line + 1), line)


def rich_text(source: str) -> str:
    """Markdown as the HTML that Wagtail's rich text keeps. Links to pages stay as `href="page:…"`."""
    html = _markdown.render(source).strip()
    for old, new in (("strong>", "b>"), ("em>", "i>"), ("<br />", "<br/>"), ("\n", "")):
        html = html.replace(old, new)
    return html
