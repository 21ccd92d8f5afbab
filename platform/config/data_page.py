"""The page that explains the open data and the read API."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.api import ROOT, openapi_address
from content.visibility import public_pages
from core import page_cache
from core.api import MOST, resources
from core.heads import Head
from core.languages import current_language

#: Where to tell us, by the last part of its address.
CONTACT = "contact"


@require_safe
def to_page(request: HttpRequest) -> HttpResponse:
    """`/data/` leads to the page in the first language."""
    return redirect(f"/{settings.LANGUAGE_CODE}/data/")


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """Files, fields, licence, checksums, changes, how to cite, the API. What apps have to say of it fills its slot.

    Never kept: it tells the checksums of files that change without any public content having changed.
    """
    pages = public_pages().filter(locale__language_code=current_language(), slug=CONTACT, depth=3)
    head = Head(
        _("Open data"),
        _(
            "What this site shows to everybody, as files for a spreadsheet and as answers for programs. "
            "Nobody has to sign in or ask for a key."
        ),
    )
    context = {
        "head": head,
        "resources": [{"name": one.name, "label": one.label, "url": ROOT + one.name} for one in resources()],
        "openapi": openapi_address(),
        "api": ROOT,
        "most": MOST,
        "contact": pages.first(),
    }
    return page_cache.never_cache_page(render(request, "data/page.html", context))
