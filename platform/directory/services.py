"""Writes of the directory; what an organization says of itself is written in `accounts`."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import ContactKind, Status, Visibility
from accounts.editing import require, show_anew
from accounts.models import Contact, FieldSource, Organization
from accounts.permissions.organizations import may_manage_organizations
from accounts.similar import key_of
from content.models import InstitutionPage
from directory.importing import running, tasks, undoing
from directory.models import InstitutionLink, RegisterImport

STARTER = Path(__file__).parent / "starter" / "organizations.csv"
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


@transaction.atomic
def send_in_register(
    *,
    user: Any,
    file_name: str,
    content: bytes,
    source: str,
    as_of: dt.date,
    sheet: str = "",
    state_register: bool = False,
    token: str,
) -> RegisterImport:
    """Have a file read by the worker, which makes a report of what it would change; no entry changes by that.

    source: name of the register; as_of: the day of which it tells.
    state_register: the agency states that the file is an extract of the state register itself.
    token: from the form: the same form sent again gives the first one's import.
    Raises PermissionDenied.
    """  # fmt: skip
    require(may_manage_organizations(user))
    sent, new = RegisterImport.objects.get_or_create(
        token=token,
        defaults={
            "file_name": file_name[-200:],
            "sheet": sheet,
            "content": content,
            "source": source,
            "as_of": as_of,
            "state_register": state_register,
            "started_by": user,
        },
    )
    if new:
        tasks.make_report.enqueue(sent.pk)
    return sent


@transaction.atomic
def import_register(*, user: Any, register_import: RegisterImport, leave_doubles: bool) -> RegisterImport:
    """Have the worker write what the report says.

    leave_doubles: rows that may be other entries' doubles are left out.
    Raises PermissionDenied; ValidationError where the report is not ready, or was acted on already.
    """
    require(may_manage_organizations(user))
    begun = running.move_on(
        register_import,
        RegisterImport.State.READY,
        RegisterImport.State.RUNNING,
        total=running.waiting_rows(register_import).count(),
        leave_doubles=leave_doubles,
        approved_by=user,
    )
    if not begun:
        raise ValidationError(_("Somebody else was faster. See what this import does now."))
    tasks.carry_out.enqueue(register_import.pk)
    return register_import


@transaction.atomic
def take_register_back(*, user: Any, register_import: RegisterImport) -> RegisterImport:
    """Have the worker take a whole import back.

    Raises PermissionDenied; ValidationError where it was not carried out to its end, or is taken back already.
    """
    require(may_manage_organizations(user))
    begun = running.move_on(
        register_import,
        RegisterImport.State.DONE,
        RegisterImport.State.UNDOING,
        total=undoing.rows_to_undo(register_import).count(),
        undone_by=user,
    )
    if not begun:
        raise ValidationError(_("Somebody else was faster. See what this import does now."))
    tasks.take_back.enqueue(register_import.pk)
    return register_import


@transaction.atomic
def go_on_with_register(*, user: Any, register_import: RegisterImport) -> RegisterImport:
    """Have a step that stands still taken up again where it stood. Raises PermissionDenied, ValidationError."""
    require(may_manage_organizations(user))
    if not register_import.stands_still:
        raise ValidationError(_("Somebody else was faster. See what this import does now."))
    RegisterImport.objects.filter(pk=register_import.pk).update(moved_at=timezone.now())
    steps = {
        RegisterImport.State.READING: tasks.make_report,
        RegisterImport.State.RUNNING: tasks.carry_out,
        RegisterImport.State.UNDOING: tasks.take_back,
    }
    steps[RegisterImport.State(register_import.state)].enqueue(register_import.pk)
    return register_import
