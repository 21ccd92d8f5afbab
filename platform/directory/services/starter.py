"""What the directory begins with; what an organization says of itself is written in `accounts`."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.codes import ContactKind, Status, Visibility
from accounts.editing import show_anew
from accounts.models import Contact, FieldSource, Organization
from accounts.similar import key_of
from content.models import InstitutionPage
from directory.models import InstitutionLink

STARTER = Path(__file__).parents[1] / "starter" / "organizations.csv"
#: The day on which the sources of the starter data were read.
COLLECTED = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


@transaction.atomic
def load_starter(file: Path = STARTER) -> list[Organization]:
    """Enter the institutions and unions that everybody should find, as nobody's, unconfirmed, with their sources.

    What is there already, by its institution or by its name, stays as it is. Returns what is new.
    """
    made = [one for row in _rows(file) if (one := _entered(row)) is not None]
    if made:
        show_anew(*made)
    return made


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _entered(row: Mapping[str, str]) -> Organization | None:
    token = f"starter-{row['office']}"
    key = key_of(row["name_mn"])
    office = InstitutionPage.objects.filter(slug=row["office"]).order_by("pk").first()
    link = InstitutionLink.objects.filter(translation_key=office.translation_key) if office else None
    known = Organization.objects.filter(token=token) | Organization.objects.filter(name_key=key)
    if known.exists() or (link is not None and link.exists()):
        return None
    entry = Organization.objects.create(
        token=token,
        name_mn=row["name_mn"],
        name_en=row["name_en"],
        name_key=key,
        level=row["level"],
        legal_form=row["legal_form"],
        founded=row["founded"],
        place=row["place"],
        activities=row["activities"].split(),
        status=Status.UNCONFIRMED,
        listed_at=timezone.now(),
    )
    if row["website"]:
        Contact.objects.create(
            organization=entry,
            kind=ContactKind.WEBSITE,
            value=row["website"],
            visibility=Visibility.PUBLIC,
        )
    said = dict.fromkeys(("name_en", "level", "legal_form", "founded", "place", "activities"), row["source"])
    said["contacts"] = row["source"] if row["website"] else ""
    said["name_mn"] = row["mn_source"]
    filled = {"contacts", *(name for name in said if name != "contacts" and row[name])}
    FieldSource.objects.bulk_create(
        FieldSource(organization=entry, field=name, source=source, said_at=COLLECTED)
        for name, source in said.items()
        if source and name in filled
    )
    if office:
        InstitutionLink.objects.create(organization=entry, translation_key=office.translation_key)
    return entry
