"""Numbers and mail addresses of an entry: behind a tap that is counted, so that nobody harvests them."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.codes import ContactKind
from accounts.models import Contact, Organization
from core import page_cache
from core.proxies import place
from directory.heads import entry_link, head
from directory.permissions import PRINTED, may_see_entry, visible_contacts

FROM_PLACE = limits.Limit("contacts-from-place", 30, 3600)
BY_PERSON = limits.Limit("contacts-by-person", 60, 24 * 3600)


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, public_id: str) -> HttpResponse:
    """A button; sent, the numbers and mail addresses that this reader may have. Raises Http404 where there are none."""
    entry = get_object_or_404(Organization, public_id=public_id)
    found = visible_contacts(request.user, entry).exclude(kind__in=PRINTED)
    rows = list(found) if may_see_entry(request.user, entry) else []
    if not rows:
        raise Http404
    tapped = request.method == "POST"
    shown = tapped and _may_have(request)
    context = {
        "head": head(f"{_('Contacts')}: {entry.name}", "", entry_link(entry)),
        "entry": entry,
        "kinds": list(dict.fromkeys(row.get_kind_display() for row in rows)),
        "rows": [(row, _link(row)) for row in rows] if shown else [],
        "refused": tapped and not shown,
    }
    response = render(
        request, "directory/contacts.html", context, status=429 if tapped and not shown else 200
    )
    return page_cache.never_cache_page(response)


def _may_have(request: HttpRequest) -> bool:
    user: Any = request.user
    if user.is_authenticated and not limits.allow(BY_PERSON, str(user.pk)):
        return False
    return limits.allow(FROM_PLACE, place(request))


def _link(contact: Contact) -> str:
    if contact.kind == ContactKind.EMAIL:
        return f"mailto:{contact.value}"
    return f"tel:{re.sub(r'[^0-9+]', '', contact.value)}"
