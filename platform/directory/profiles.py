"""An organization's profile in the shape that the Murmurations network gathers: of those that agreed to open data.

Its own schema files are under another licence and not here; only its names of properties are used.
"""

from __future__ import annotations

from django.conf import settings

from directory.open_codes import COUNTRY_CODE
from directory.open_record import Record

SCHEMA = "organizations_schema-v1.0.0"


def profile_url(public_id: str) -> str:
    """Where it stands, for ever."""
    return f"{settings.SITE_URL}/data/murmurations/{public_id}.json"


def page_url(public_id: str) -> str:
    """The entry's page in the site's first language: by it an organization is known in linked data."""
    return f"{settings.SITE_URL}/{settings.LANGUAGE_CODE}/directory/{public_id}/"


def profile(record: Record) -> Record:
    """The profile. record: with `more`."""
    more, place = record["more"], record["place"]
    websites = [one["value"] for one in more["contacts"] if one["kind"] == "website"]
    others = [one["value"] for one in more["contacts"] if one["kind"] == "social"]
    names = [name for name in (record["name"]["en"], record["name"]["mn"]) if name]
    found: Record = {
        "linked_schemas": [SCHEMA],
        "name": names[0],
        "nickname": names[1] if len(names) > 1 else None,
        "primary_url": websites[0] if websites else page_url(record["id"]),
        "urls": [
            *({"name": "Khorshoo", "url": url} for url in record["url"].values()),
            *({"name": "", "url": url} for url in [*websites[1:], *others]),
        ],
        "description": more["about"] or None,
        "tags": record["sector"]["activities"] or None,
        "full_address": place["en"] if place else None,
        "country_iso_3166": COUNTRY_CODE,
        "geolocation": {"lat": place["point"][1], "lon": place["point"][0]}
        if place and place["point"]
        else None,
        "relationships": [
            {"predicate_url": "https://schema.org/memberOf", "object_url": page_url(one["id"])}
            for one in more["unions"]
        ]
        or None,
        "unique_id": page_url(record["id"]),
    }
    return {name: value for name, value in found.items() if value is not None}
