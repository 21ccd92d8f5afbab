"""What a page file says, as the fields of its page model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from content import models
from content.loading.bundle import PagePair
from content.loading.streams import Ids, StreamWriter
from content.models.base import KnowledgePage

#: The day on which the starter content was collected from its sources, and when it should be looked at again.
COLLECTED = dt.date(2026, 11, 22)
CHECK_DUE = dt.date(2027, 11, 22)

Extra = Callable[[dict[str, Any], dict[str, Any], StreamWriter, Ids], dict[str, Any]]

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
    "library": models.LibraryPage,
    "legal-form": models.LegalFormPage,
    "country": models.CountryPage,
    "comparison": models.ComparisonPage,
    "training": models.TrainingPage,
    "story": models.StoryPage,
    "instrument": models.InstrumentPage,
    "programme": models.ProgrammePage,
    "sector": models.SectorPage,
    "statistics": models.StatisticsPage,
    "door": models.DoorPage,
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
    found["changes"] = writer.changes()
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


def _legal_form(
    meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids
) -> dict[str, Any]:
    registered: Any = meta.get("registered")
    return {
        "law_id": ids.pages[f"law/{meta['law']}"] if meta.get("law") else None,
        # YAML reads a bare yes and no as true and false
        "registered": {True: "yes", False: "no", None: "no"}.get(registered, str(registered)),
        "surplus": str(meta.get("surplus") or "unclear"),
        **{
            f"{name}_id": ids.facts[meta[name]] if meta.get(name) else None
            for name in ("founders", "surplus_rule", "liability")
        },
        "fits_when": str(texts.get("fits_when") or ""),
        "reasons_for": writer.texts_of("reasons_for", "reason"),
        "reasons_against": writer.texts_of("reasons_against", "reason"),
    }


def _country(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    frameworks = [
        {
            **{name: str(row.get(name) or "") for name in ("original", "number", "adopted", "in_force")},
            "topic": str(row["topic"]),
            "title": str(text["title"]),
            "state": str(row.get("state") or "unclear"),
            "seen": str(row.get("seen") or "unconfirmed"),
            "text": str(text.get("text") or ""),
            "facts": writer.facts(row.get("facts") or [], "frameworks", number, "facts"),
            "sources": writer.items(
                [ids.sources[code] for code in row.get("sources") or []], "frameworks", number, "sources"
            ),
        }
        for number, (row, text) in enumerate(
            zip(meta.get("frameworks") or [], texts.get("frameworks") or [], strict=True)
        )
    ]
    return {
        "iso": str(meta["iso"]),
        "region": str(meta["region"]),
        "partner": bool(meta.get("partner")),
        "frameworks": [
            {"type": "framework", "value": value, "id": writer.id("frameworks", number)}
            for number, value in enumerate(frameworks)
        ],
        "to_check": writer.texts_of("to_check", "question"),
    }


def _training(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    return {
        **{name: str(texts.get(name) or "") for name in ("publisher", "length", "licence")},
        "languages": [str(code) for code in meta.get("languages") or []],
        "level": str(meta["level"]),
        "form": str(meta["form"]),
        "address": str(meta.get("address") or ""),
    }


def _story(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    names = ("who", "place", "period", "changed", "not_known")
    return {name: str(texts.get(name) or "") for name in names} | {
        "country": str(meta.get("country") or "MN")
    }


def _instrument(
    meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids
) -> dict[str, Any]:
    return {
        "issuer": str(texts["issuer"]),
        "number": str(meta.get("number") or ""),
        "adopted": str(meta["adopted"]),
    }


def _programme(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    return {
        **{name: str(texts.get(name) or "") for name in ("runner", "place", "period")},
        "state": str(meta.get("state") or "unclear"),
    }


def _statistics(
    meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids
) -> dict[str, Any]:
    return {
        "figures": writer.references("figures", "fact", [ids.facts[k] for k in meta.get("figures") or []])
    }


def _door(meta: dict[str, Any], texts: dict[str, Any], writer: StreamWriter, ids: Ids) -> dict[str, Any]:
    ways = [
        {"page": ids.pages[way["page"]], "title": str(text["title"]), "text": str(text.get("text") or "")}
        for way, text in zip(meta.get("ways") or [], texts.get("ways") or [], strict=True)
    ]
    return {"ways": [{"type": "way", "value": way, "id": writer.id("ways", n)} for n, way in enumerate(ways)]}


EXTRA: dict[str, Extra] = {
    "home": _home,
    "law": _law,
    "institution": _institution,
    "finance-offer": _offer,
    "legal-form": _legal_form,
    "country": _country,
    "comparison": lambda meta, texts, writer, ids: {"topic": str(meta["topic"])},
    "training": _training,
    "story": _story,
    "instrument": _instrument,
    "programme": _programme,
    "statistics": _statistics,
    "door": _door,
}
