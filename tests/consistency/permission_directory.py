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
/data/organizations.csv
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/organizations.csv
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/organizations.csv?changed_since=2020-01-01T00:00:00Z
  refused refused refused refused refused  refused  refused refused refused GET  /data/organizations.csv?changed_since=soon
  refused refused refused refused refused  refused  refused refused refused POST /data/organizations.csv
/data/organizations.json
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/organizations.json
/data/organizations.jsonld
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/organizations.jsonld
/data/organizations.geojson
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/organizations.geojson
/data/organizations-sse.csv
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/organizations-sse.csv
/data/murmurations/index.json
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/murmurations/index.json
/data/checksums.txt
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /data/checksums.txt
/data/murmurations/<slug:public_id>.json
  missing missing missing missing missing  missing  missing missing missing GET  /data/murmurations/{own_id}.json
/data/
  moved   moved   moved   moved   moved    moved    moved   moved   moved   GET  /data/
/<language>/data/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/data/
/^data/(?P<rest>[\s\S]+)$
  missing missing missing missing missing  missing  missing missing missing GET  /data/nothing
/^api/(?P<rest>[\s\S]*)$
  missing missing missing missing missing  missing  missing missing missing GET  /api/nothing
/api/v1/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /api/v1/
  refused refused refused refused refused  refused  refused refused refused POST /api/v1/
/api/v1/openapi.json
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /api/v1/openapi.json
/api/v1/organizations
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /api/v1/organizations
  refused refused refused refused refused  refused  refused refused refused POST /api/v1/organizations
/api/v1/organizations/<slug:key>
  missing missing missing missing missing  missing  missing missing missing GET  /api/v1/organizations/{own_draft_id}
/api/v1/guides
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /api/v1/guides
  refused refused refused refused refused  refused  refused refused refused POST /api/v1/guides
/api/v1/guides/<uuidstr:key>
  missing missing missing missing missing  missing  missing missing missing GET  /api/v1/guides/9d673081-9080-43f5-bdfe-0b569b63dd28
/api/v1/laws
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /api/v1/laws
  refused refused refused refused refused  refused  refused refused refused POST /api/v1/laws
/api/v1/laws/<uuidstr:key>
  missing missing missing missing missing  missing  missing missing missing GET  /api/v1/laws/9d673081-9080-43f5-bdfe-0b569b63dd28
/api/v1/terms
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /api/v1/terms
  refused refused refused refused refused  refused  refused refused refused POST /api/v1/terms
/api/v1/terms/<slug:key>
  missing missing missing missing missing  missing  missing missing missing GET  /api/v1/terms/nothing
/<language>/directory/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /en/directory/?place=62&level=primary&place=nowhere
  missing missing missing missing missing  missing  missing missing missing GET  /mn/directory/?page=900
/<language>/directory/map/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/map/?sector=ICA20
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

#: Called by a command or the worker alone.
SYSTEM = {"directory.services.load_starter", "directory.services.write_open_data"}
