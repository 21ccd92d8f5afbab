"""What a page file says, as the fields of its page model."""

from __future__ import annotations

import datetime as dt
from typing import Any

from content import models
from content.loading.bundle import PagePair
from content.loading.streams import Ids, StreamWriter
from content.models.base import KnowledgePage

#: The day on which the starter content was collected from its sources, and when it should be looked at again.
COLLECTED = dt.date(2026, 11, 22)
CHECK_DUE = dt.date(2027, 11, 22)

MODELS: dict[str, type[KnowledgePage]] = {
    "home": models.HomePage,
    "topic": models.TopicPage,
    "guide": models.GuidePage,
    "steps": models.StepsPage,
    "finance-index": models.FinanceIndexPage,
    "finance-offer": models.FinanceOfferPage,
    "law-index": models.LawIndexPage,
    "law": models.LawPage,
    "institution-index": models.InstitutionIndexPage,
    "institution": models.InstitutionPage,
    "glossary": models.GlossaryPage,
    "plain": models.PlainPage,
}


def page_fields(pair: PagePair, language: str, ids: Ids) -> dict[str, Any]:
    """All fields of the page in one language. Streams are raw data."""
    writer = StreamWriter(pair, language, ids)
    meta, texts = pair.mn.meta, writer.texts.meta
    found: dict[str, Any] = {
        "title": str(texts["title"]),
        "summary": str(texts["summary"]),
        "menu_title": str(texts.get("menu") or ""),
        "slug": pair.address.rsplit("/", 1)[-1],
        "collected_on": COLLECTED,
        "check_due": CHECK_DUE,
    }
    model = MODELS[pair.type]
    names = {field.name for field in model._meta.get_fields()}
    if "sources" in names:
        codes = meta.get("sources") or []
        found["sources"] = writer.references("sources", "source", [ids.sources[c] for c in codes])
    if "related" in names:
        found["related"] = writer.references(
            "related", "page", [ids.pages[a] for a in meta.get("related") or []]
        )
    if "terms" in names:
        found["terms"] = writer.references("terms", "term", [ids.terms[t] for t in meta.get("terms") or []])
    if "audience" in names:
        found["audience"] = str(texts.get("audience") or "")
    if pair.type == "steps":
        found |= {"intro": writer.body("intro", until_phase=True), "steps": writer.steps()}
    elif "body" in names:
        found["body"] = writer.body()
    found |= EXTRA.get(pair.type, lambda *_args: {})(meta, texts, writer, ids)
    return found


def _home(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    jobs = [
        {"icon": job["icon"], "page": ids.pages[job["page"]], "title": text["title"], "text": text["text"]}
        for job, text in zip(meta.get("jobs") or [], texts.get("jobs") or [], strict=True)
    ]
    days = writer.days(meta.get("calendar") or [], texts.get("calendar") or [])
    return {
        "jobs": [{"type": "job", "value": job, "id": writer.id("jobs", n)} for n, job in enumerate(jobs)],
        "examples": [
            {"type": "query", "value": str(query), "id": writer.id("examples", n)}
            for n, query in enumerate(texts.get("examples") or [])
        ],
        "calendar": [
            {"type": "day", "value": day, "id": writer.id("calendar", n)} for n, day in enumerate(days)
        ],
        "figures": writer.references("figures", "fact", [ids.facts[k] for k in meta.get("figures") or []]),
    }


def _law(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    versions = [
        {"date": str(version["date"]), "label": str(text["label"])}
        for version, text in zip(meta.get("versions") or [], texts.get("versions") or [], strict=True)
    ]
    return {
        "native_title": str(meta.get("native_title") or ""),
        "adopted_on": meta.get("adopted_on") or None,
        "in_force_from": meta.get("in_force_from") or None,
        "state": str(meta.get("state") or "unclear"),
        "official_url": str(meta.get("official_url") or ""),
        "versions": [
            {"type": "version", "value": version, "id": writer.id("versions", n)}
            for n, version in enumerate(versions)
        ],
    }


def _institution(
    meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids
) -> dict[str, Any]:
    return {
        "sort": str(meta.get("kind") or "authority"),
        "name_mn": str(meta.get("name_mn") or ""),
        "name_en": str(meta.get("name_en") or ""),
        "name_confirmed": bool(meta.get("name_confirmed")),
        "website": str(meta.get("website") or ""),
    }


def _offer(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    member = meta.get("member_only")
    return {
        "instrument": str(meta.get("instrument") or "loan"),
        "state": str(meta.get("state") or "unclear"),
        "applicants": [str(a) for a in meta.get("applicants") or []],
        # YAML reads a bare yes and no as true and false
        "member_only": {True: "yes", False: "no", None: "unclear"}.get(member, str(member)),
        "provider": str(texts.get("provider") or ""),
        "office_id": ids.pages[f"offices/{meta['office']}"] if meta.get("office") else None,
        "sheet": writer.references("sheet", "fact", [ids.facts[k] for k in meta.get("facts") or []]),
    }


EXTRA = {"home": _home, "law": _law, "institution": _institution, "finance-offer": _offer}
