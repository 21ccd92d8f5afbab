"""The files of the open data: what each begins with, how it writes an entry, what it ends with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from directory import open_codes
from directory.open_record import Record, sector_name
from directory.profiles import page_url, profile_url
from directory.tables import MARK, line

GONE = "gone"


@dataclass(frozen=True)
class Meta:
    """What a file says of itself. as_of: its newest change, "" where nobody looked yet; rows: how many entries."""

    as_of: str
    rows: int


@dataclass(frozen=True)
class Shape:
    """One file. row: an entry as text, None where it does not stand there; gone: the same of one that is no more.

    between: parts two rows; rows come one after the other, whatever kind they are.
    """

    name: str
    content_type: str
    head: Callable[[], str]
    row: Callable[[Record], str | None]
    gone: Callable[[str], str | None]
    foot: Callable[[Meta], str]
    between: str = ""


def written(shape: Shape, entries: Iterable[Record | str]) -> Iterator[str]:
    """The rows as text, with what stands between them. entries: records, and ids of those that are gone."""
    between = ""
    for one in entries:
        text = shape.gone(one) if isinstance(one, str) else shape.row(one)
        if text is not None:
            yield between + text
            between = shape.between


# CSV


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def flat(record: Record) -> dict[str, Any]:
    """The record in cells, by column. Several values are parted by "; ". Of several years the newest is told."""
    form, place, more = record["legal_form"] or {}, record["place"] or {}, record["more"]
    cells: dict[str, Any] = {
        "id": record["id"],
        "name_mn": record["name"]["mn"],
        "name_en": record["name"]["en"],
        "legal_form": form.get("code"),
        "legal_form_mn": form.get("mn"),
        "legal_form_en": form.get("en"),
        "level": record["level"]["code"],
        "level_mn": record["level"]["mn"],
        "level_en": record["level"]["en"],
        "place": place.get("code"),
        "place_mn": place.get("mn"),
        "place_en": place.get("en"),
        "isic": record["sector"]["isic"],
        "isic_mn": sector_name(record["sector"]["isic"], "mn"),
        "isic_en": sector_name(record["sector"]["isic"], "en"),
        "activities": "; ".join(record["sector"]["activities"]),
        "sources": "; ".join(
            f"{one['field']}: {one['source'] or 'the organization'}, {one['date']}"
            for one in record["sources"]
        ),
        "confirmed": _yes(record["confirmed"]),
        "confirmed_on": record["confirmed_on"],
        "confirmed_by": record["confirmed_by"],
        "sample": _yes(record["sample"]),
        "agreed": _yes(more is not None),
        "changed": record["changed"],
        "url": page_url(record["id"]),
        GONE: "",
    }
    figures: Mapping[str, Any] = next(iter(more["figures"]), {}) if more else {}
    told = more or {}
    cells |= {name: told.get(name) for name in ("registration_number", "founded", "member_type", "about")}
    cells["sdg_goals"] = "; ".join(map(str, told.get("sdg_goals", ())))
    cells |= {name: told.get(name) for name in ("sdg_statement", "audited_on", "auditor", "register_checked")}
    cells["figures_year"] = figures.get("year")
    cells |= {name: figures.get(name) for name in ("members", "women", "youth", "employees")}
    cells["too_few"] = "; ".join(figures.get("too_few", ()))
    for kind in ("website", "social", "address"):
        cells[kind] = "; ".join(one["value"] for one in told.get("contacts", ()) if one["kind"] == kind)
    cells["certificates"] = "; ".join(one["name"] for one in told.get("certificates", ()))
    cells["unions"] = "; ".join(one["id"] for one in told.get("unions", ()))
    return cells


#: Of the table, in their order.
COLUMNS = (
    "id", "name_mn", "name_en", "legal_form", "legal_form_mn", "legal_form_en", "level", "level_mn", "level_en",
    "place", "place_mn", "place_en", "isic", "isic_mn", "isic_en", "activities", "sources", "confirmed",
    "confirmed_on", "confirmed_by", "sample", "agreed", "changed", "url", GONE, "registration_number",
    "founded", "member_type", "about", "sdg_goals", "sdg_statement", "audited_on", "auditor",
    "register_checked", "figures_year", "members", "women", "youth", "employees", "too_few", "website",
    "social", "address", "certificates", "unions",
)  # fmt: skip


def _table_row(record: Record) -> str:
    cells = flat(record)
    return line(cells[name] for name in COLUMNS)


def _table_gone(public_id: str) -> str:
    return line({"id": public_id, GONE: "yes"}.get(name, "") for name in COLUMNS)


#: The flat format that programs of the solidarity economy read ("SSE Standard CSV").
STANDARD = (
    "Identifier", "Name", "Description", "Organisational Structure", "Primary Activity", "Activities",
    "Street Address", "Locality", "Region", "Postcode", "Country Name", "Website", "Phone", "Email", "Twitter",
    "Facebook", "Companies House Number",
)  # fmt: skip


def _standard_row(record: Record) -> str:
    told, activities = record["more"] or {}, record["sector"]["activities"]
    names = record["place"]["en"].split(", ") if record["place"] else []
    values = {
        "Identifier": record["id"],
        "Name": record["name"]["en"] or record["name"]["mn"],
        "Description": told.get("about"),
        "Organisational Structure": open_codes.structure(record),
        "Primary Activity": activities[0] if activities else "",
        "Activities": ";".join(activities),
        "Street Address": _contact(told, "address"),
        "Locality": names[-1] if len(names) > 1 else "",
        "Region": names[0] if names else "",
        "Country Name": open_codes.COUNTRY,
        "Website": _contact(told, "website"),
    }
    return line(values.get(name, "") for name in STANDARD)


def _contact(told: Mapping[str, Any], kind: str) -> str:
    return next((one["value"] for one in told.get("contacts", ()) if one["kind"] == kind), "")


# JSON and its kin


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _foot(meta: Meta) -> str:
    own = {"publisher": settings.SITE_NAME, "documentation": f"{settings.SITE_URL}/en/data/", "licence": None}
    return f"\n],{_json({**own, 'date': meta.as_of or None, 'rows': meta.rows})[1:]}\n"


def _gone(public_id: str) -> str:
    return _json({"id": public_id, GONE: True})


def linked(record: Record) -> Record:
    """The record in the words of schema.org and ESSGlobal."""
    told = record["more"] or {}
    found: Record = {
        "@id": page_url(record["id"]),
        "@type": ["schema:Organization", "ess:SSEInitiative"],
        "schema:identifier": record["id"],
        "schema:name": [
            {"@language": code, "@value": record["name"][code]}
            for code in ("mn", "en")
            if record["name"][code]
        ],
        "schema:url": list(record["url"].values()),
        "ess:economicSector": [_code("activities-ica", code) for code in record["sector"]["activities"]],
        "schema:isicV4": record["sector"]["isic"],
        "schema:description": told.get("about"),
        "schema:foundingDate": told.get("founded"),
        "schema:sameAs": [
            one["value"] for one in told.get("contacts", ()) if one["kind"] in {"website", "social"}
        ],
        "schema:memberOf": [{"@id": page_url(one["id"])} for one in told.get("unions", ())],
        "dcterms:modified": record["changed"],
        "dcterms:source": sorted({one["source"] for one in record["sources"] if one["source"]}),
    }
    for term, group, code in (
        ("ess:organisationalStructure", "organisational-structure", open_codes.structure(record)),
        ("ess:legalForm", "legal-form", open_codes.legal_form(record)),
        ("ess:baseMembershipType", "base-membership-type", open_codes.membership(record)),
    ):
        found[term] = _code(group, code) if code else None
    if record["place"]:
        found["schema:address"] = {
            "@type": "schema:PostalAddress",
            "schema:addressCountry": open_codes.COUNTRY_CODE,
            "schema:addressRegion": record["place"]["en"].split(", ")[0],
            "schema:addressLocality": record["place"]["en"].split(", ")[-1],
            "schema:identifier": record["place"]["code"],
        }
    return {term: value for term, value in found.items() if value not in (None, "", [])}


def _code(group: str, code: str) -> dict[str, str]:
    return {"@id": f"{open_codes.ESS}standard/{group}/{code}"}


CONTEXT = {
    "schema": "https://schema.org/",
    "ess": f"{open_codes.ESS}vocab/",
    "dcterms": "http://purl.org/dc/terms/",
    "gone": f"{settings.SITE_URL}/en/data/#gone",
    "publisher": "dcterms:publisher",
    "documentation": "schema:documentation",
    "licence": "dcterms:license",
    "date": "dcterms:modified",
    "rows": "schema:numberOfItems",
}


def _linked_gone(public_id: str) -> str:
    return _json({"@id": page_url(public_id), "schema:identifier": public_id, GONE: True})


#: What a point on a map says of itself.
_SHORT = ("name", "legal_form", "level", "sector", "confirmed", "confirmed_on", "confirmed_by", "sample")


def _feature(record: Record) -> str:
    place = dict(record["place"] or {})
    point, of = place.pop("point", None), place.pop("point_of", "")
    told = {name: record[name] for name in _SHORT}
    geometry = {"type": "Point", "coordinates": point} if point else None
    properties = {**told, "url": record["url"], "place": place or None, "changed": record["changed"]}
    properties["point"] = {"about": True, "middle_of": of} if point else None
    return _json({"type": "Feature", "id": record["id"], "geometry": geometry, "properties": properties})


def _feature_gone(public_id: str) -> str:
    return _json({"type": "Feature", "id": public_id, "geometry": None, "properties": {GONE: True}})


def _profile_row(record: Record) -> str | None:
    return _json(profile_url(record["id"])) if record["more"] else None


_UTF8 = "charset=utf-8"
#: By the names they have below /data/.
SHAPES = {
    shape.name: shape
    for shape in (
        Shape(
            "organizations.csv",
            f"text/csv; {_UTF8}; header=present",
            lambda: MARK + line(COLUMNS),
            _table_row,
            _table_gone,
            lambda _meta: "",
        ),
        Shape(
            "organizations.json",
            f"application/json; {_UTF8}",
            lambda: '{"organizations":[\n',
            _json,
            _gone,
            _foot,
            ",\n",
        ),
        Shape(
            "organizations.jsonld",
            f"application/ld+json; {_UTF8}",
            lambda: f'{{"@context":{_json(CONTEXT)},"@graph":[\n',
            lambda record: _json(linked(record)),
            _linked_gone,
            _foot,
            ",\n",
        ),
        Shape(
            "organizations.geojson",
            f"application/geo+json; {_UTF8}",
            lambda: '{"type":"FeatureCollection","features":[\n',
            _feature,
            _feature_gone,
            _foot,
            ",\n",
        ),
        Shape(
            "organizations-sse.csv",
            f"text/csv; {_UTF8}; header=present",
            lambda: MARK + line(STANDARD),
            _standard_row,
            lambda _id: None,
            lambda _meta: "",
        ),
        Shape(
            "murmurations/index.json",
            f"application/json; {_UTF8}",
            lambda: '{"profiles":[\n',
            _profile_row,
            lambda public_id: None,
            _foot,
            ",\n",
        ),
    )
}
