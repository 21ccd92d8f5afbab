"""Parts of a page file as the raw data of StreamFields."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from content.loading.bundle import PagePair
from content.loading.files import PageFile, Part

_SPACE = uuid.UUID("6f1d0a9e-8f0b-4f0e-9a43-0d8a1c5b7e21")

Raw = list[dict[str, Any]]


@dataclass
class Ids:
    """Primary keys of what files name: by code, key, "law#number", slug, address (the Mongolian pages)."""

    sources: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)


class StreamWriter:
    """Raw stream data of one page in one language. Block ids depend on the place alone, so that both languages
    and every later run have the same ones, and translations stay with their block.
    """

    def __init__(self, pair: PagePair, language: str, ids: Ids) -> None:
        self.pair = pair
        self.ids = ids
        self.texts: PageFile = pair.mn if language == "mn" else pair.en

    def id(self, *place: Any) -> str:
        """The block id of a place on this page."""
        return str(uuid.uuid5(_SPACE, "/".join(map(str, (self.pair.address, *place)))))

    def html(self, text: str) -> str:
        """Rich text with links to pages in Wagtail's own form."""
        return re.sub(
            r'href="page:([^"]*)"', lambda found: f'linktype="page" id="{self.ids.pages[found[1]]}"', text
        )

    def items(self, values: list[Any], *place: Any) -> Raw:
        """A ListBlock's items."""
        return [
            {"type": "item", "value": value, "id": self.id(*place, number)}
            for number, value in enumerate(values)
        ]

    def references(self, field_name: str, kind: str, pks: list[int]) -> Raw:
        """A stream of choosers."""
        return [
            {"type": kind, "value": pk, "id": self.id(field_name, number)} for number, pk in enumerate(pks)
        ]

    def bases(self, names: list[str], *place: Any) -> Raw:
        """Laws and articles."""
        values = []
        for name in names:
            law, _hash, number = name.partition("#")
            values.append(
                {
                    "law": self.ids.pages[f"law/{law}"],
                    "article": self.ids.articles[name] if number else None,
                }
            )
        return self.items(values, *place)

    def facts(self, keys: list[str], *place: Any) -> Raw:
        """Facts by key."""
        return self.items([self.ids.facts[key] for key in keys], *place)

    def days(self, days: list[dict[str, Any]], texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Days of the year; `days` of the Mongolian file, `texts` of this language's."""
        found = []
        for day, text in zip(days, texts, strict=True):
            month, _dash, number = str(day["day"]).partition("-")
            found.append(
                {
                    "month": int(month),
                    "day": int(number),
                    "fact": self.ids.facts[day["fact"]],
                    "text": str(text["text"]),
                }
            )
        return found

    def events(self, events: list[dict[str, Any]], texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Dates of a time line; `events` of the Mongolian file, `texts` of this language's."""
        return [
            {
                "date": str(event["date"]),
                "text": str(text["text"]),
                "sources": self.items(
                    [self.ids.sources[c] for c in event.get("sources") or []], "events", number
                ),
            }
            for number, (event, text) in enumerate(zip(events, texts, strict=True))
        ]

    def changes(self) -> Raw:
        """Notes of change: dates and sizes of the Mongolian file, texts of this language's."""
        rows = zip(self.pair.mn.meta.get("changes") or [], self.texts.meta.get("changes") or [], strict=True)
        return [
            {
                "type": "change",
                "value": {
                    "date": str(row["date"]),
                    "size": row.get("size") or "major",
                    "text": str(text["text"]),
                },
                "id": self.id("changes", number),
            }
            for number, (row, text) in enumerate(rows)
        ]

    def texts_of(self, field_name: str, kind: str) -> Raw:
        """A stream of short texts from the front matter."""
        return [
            {"type": kind, "value": str(text), "id": self.id(field_name, number)}
            for number, text in enumerate(self.texts.meta.get(field_name) or [])
        ]

    def body(self, field_name: str = "body", *, until_phase: bool = False) -> Raw:
        """The text: all parts, or those before the first phase."""
        raw: Raw = []
        for number, (part, text) in enumerate(zip(self.pair.mn.parts, self.texts.parts, strict=True)):
            if part.kind == "phase" and until_phase:
                break
            value = self._value(part, text, field_name, number)
            raw.append({"type": part.kind, "value": value, "id": self.id(field_name, number)})
        return raw

    def _value(self, part: Part, text: Part, *place: Any) -> Any:
        makers: dict[str, Callable[[], Any]] = {
            "heading": lambda: text.data,
            "text": lambda: self.html(text.data),
            "note": lambda: {"tone": part.data["tone"], "text": self.html(text.data["text"])},
            "facts": lambda: self.facts(part.data, *place),
            "basis": lambda: self.bases(part.data, *place),
            "calendar": lambda: self.items(self.days(part.data, text.data), *place),
            "timeline": lambda: self.items(self.events(part.data, text.data), *place),
            "table": lambda: {"head": text.data["head"], "rows": self.items(text.data["rows"], *place)},
        }
        if part.kind not in makers:
            raise self.texts.fail(text.line, f"a {part.kind} can't stand here")
        return makers[part.kind]()

    def steps(self) -> Raw:
        """Phases and steps of a step-by-step: after `# Phase`, `## Title`, text, `:::step`."""
        raw: Raw = []
        parts = list(zip(self.pair.mn.parts, self.texts.parts, strict=True))
        while parts and parts[0][0].kind != "phase":
            parts.pop(0)
        step: dict[str, Any] | None = None
        for part, text in parts:
            place = ("steps", len(raw))
            if part.kind == "phase":
                raw.append({"type": "phase", "value": text.data, "id": self.id(*place)})
            elif part.kind == "heading":
                step = {"title": text.data, "text": ""}
                raw.append({"type": "step", "value": step, "id": self.id(*place)})
            elif step is None:
                raise self.texts.fail(text.line, "a step begins with ## and its title")
            elif part.kind == "text":
                step["text"] += self.html(text.data)
            elif part.kind == "step":
                step.update(self._step(part.data or {}, text.data or {}, "steps", len(raw) - 1))
            else:
                raise self.texts.fail(text.line, f"a {part.kind} can't stand in a step")
        return raw

    def _step(self, shared: dict[str, Any], texts: dict[str, Any], *place: Any) -> dict[str, Any]:
        routes = [{"label": route["label"], "text": route["text"]} for route in texts.get("routes") or []]
        return {
            "only_for": texts.get("only_for") or "",
            "office": self.ids.pages[f"offices/{shared['office']}"] if shared.get("office") else None,
            "place": texts.get("place") or "",
            "documents": self.items([str(d) for d in texts.get("documents") or []], *place, "documents"),
            "documents_need": shared.get("documents_need") or "all",
            "routes": self.items(routes, *place, "routes"),
            "routes_join": shared.get("routes_join") or "or",
            "time": self.ids.facts[shared["time"]] if shared.get("time") else None,
            "fee": self.ids.facts[shared["fee"]] if shared.get("fee") else None,
            "facts": self.facts(shared.get("facts") or [], *place, "facts"),
            "basis": self.bases(shared.get("basis") or [], *place, "basis"),
            "sources": self.items(
                [self.ids.sources[c] for c in shared.get("sources") or []], *place, "sources"
            ),
        }
