"""Contacts as whoever knows them recognizes them, and nobody else can use them."""

from __future__ import annotations

from django.utils.text import capfirst

from accounts.codes import ContactKind, Visibility
from accounts.models import Contact, Organization


def masked_contacts(entry: Organization) -> list[tuple[str, str]]:
    """(kind, value) of those that everybody may have; of numbers the last four digits, of mail addresses the ends."""
    rows = Contact.objects.filter(organization=entry, visibility=Visibility.PUBLIC)
    return [(str(capfirst(one.get_kind_display())), _masked(one)) for one in rows]


def _masked(contact: Contact) -> str:
    if contact.kind == ContactKind.PHONE:
        digits = [sign for sign in contact.value if sign.isdigit()]
        return "…" + "".join(digits[-4:]) if len(digits) > 5 else "…"
    if contact.kind == ContactKind.EMAIL:
        name, at, host = contact.value.partition("@")
        return f"{name[:1]}…{at}{host}"
    return contact.value
