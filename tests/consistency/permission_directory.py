"""Who gets what of the directory: the public entries everybody, drafts their own people and the agency."""

from __future__ import annotations

from typing import Any

from accounts.models import Organization
from directory import permissions
from tests import organizations as make


def _merged(places: Any) -> str:
    return make.organization("Нэгтгэсэн", status="hidden", merged_into=places.own).public_id


PLACES = {"merged_id": _merged}

OURS = r"""
  visitor reader  member  owner   stranger umbrella adviser agency  super.

/directory-sitemap.xml
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /directory-sitemap.xml
/directory-sitemap-<int:number>.xml
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /directory-sitemap-1.xml
  missing missing missing missing missing  missing  missing missing missing GET  /directory-sitemap-9.xml
/<language>/directory/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /en/directory/?place=62&level=primary&place=nowhere
  missing missing missing missing missing  missing  missing missing missing GET  /mn/directory/?page=900
/<language>/directory/map/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/map/?sector=ICA20
/<language>/directory/statistics/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/statistics/
/<language>/directory/statistics/figures.csv
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/statistics/figures.csv
/<language>/check/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/check/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/check/?q=Ноос
/<language>/directory/<slug:public_id>/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/{own_id}/
  missing missing missing seen    missing  missing  missing seen    seen    GET  /mn/directory/{own_draft_id}/
  missing missing missing missing missing  missing  seen    seen    seen    GET  /mn/directory/{helped_id}/
  moved   moved   moved   moved   moved    moved    moved   moved   moved   GET  /mn/directory/{merged_id}/
  missing missing missing missing missing  missing  missing missing missing GET  /mn/directory/nowhere/
"""

PERMISSIONS = r"""
  visitor reader  member  owner   stranger umbrella adviser agency  super.

directory.permissions.may_see_entry
  yes     yes     yes     yes     yes      yes      yes     yes     yes     ASK  own
  no      no      no      yes     no       no       no      yes     yes     ASK  own_draft
"""


def _ask(places: Any, user: Any, name: str) -> bool:
    entry: Organization = getattr(places, name)
    return permissions.may_see_entry(user, entry)


ASK = {"directory.permissions.may_see_entry": _ask}

#: Called by a command alone.
SYSTEM = {"directory.services.starter.load_starter"}
