"""What machines are told of an entry on its page: schema.org's Organization."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from accounts.codes import ContactKind
from accounts.models import Contact, Organization
from core.places import has, place


def organization_data(entry: Organization, contacts: Iterable[Contact], language: str) -> dict[str, Any]:
    """As JSON-LD.

    contacts: those that stand on the page.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": entry.name,
        "url": f"{settings.SITE_URL}/{language}/directory/{entry.public_id}/",
    }
    other = entry.name_en if entry.name == entry.name_mn else entry.name_mn
    if other and other != entry.name:
        found["alternateName"] = other
    if entry.founded:
        found["foundingDate"] = entry.founded.replace(".", "-")
    if has(entry.place):
        names = [one.full_name for one in place(entry.place).path()]
        found["address"] = {
            "@type": "PostalAddress",
            "addressRegion": names[0],
            "addressCountry": place(entry.place).path()[0].iso[:2],
        }
        if len(names) > 1:
            found["address"]["addressLocality"] = names[-1]
    websites = [one.value for one in contacts if one.kind in {ContactKind.WEBSITE, ContactKind.SOCIAL}]
    if websites:
        found["sameAs"] = websites
    return found
