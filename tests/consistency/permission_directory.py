"""Who gets what of the directory: the public entries everybody, drafts their own people and the agency."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import Contact, Organization
from directory import permissions
from directory.models import Freshness, Question
from tests import organizations as make
from tests.consistency.organization_places import _state
from tests.consistency.permission_writes import Write, _rows


def _merged(places: Any) -> str:
    return make.organization("Нэгтгэсэн", status="hidden", merged_into=places.own).public_id


def _silent(places: Any) -> Organization:
    """A member of the union whose owner does not answer."""
    one = make.organization("Дугуй", status="unconfirmed")
    make.member(one, "silent-owner")
    make.confirmed(one, places.union)
    now = timezone.now()
    Freshness.objects.create(organization=one, counted_from=now, marked_at=now, passed_on_at=now)
    return one


def _key(places: Any) -> str:
    ends_at = timezone.now() + dt.timedelta(days=9)
    return Question.ask(organization=places.own, person=places.owner, ends_at=ends_at)[1]


def _reachable(places: Any) -> str:
    one = make.organization("Утастай")
    Contact.objects.create(organization=one, kind="phone", value="99112233", visibility="public")
    return one.public_id


PLACES = {
    "reachable_id": _reachable,
    "merged_id": _merged,
    "silent": _silent,
    "silent_id": lambda places: places.silent.public_id,
    "question_key": _key,
}


def _answers() -> list[Any]:
    return [*_state(), _rows(Freshness), _rows(Question)]


def _answer(do: str, which: str) -> Write:
    def data(places: Any) -> dict[str, str]:
        entry = getattr(places, which)
        about = entry.pk if do.startswith("queue-") else entry.public_id
        version = str(entry.version)
        do_word = do.removeprefix("queue-")
        return {
            "do": do_word,
            "which": str(about),
            "version": version,
            f"seen-{entry.pk}": version,
            "reason": "x",
        }

    return Write(data, _answers)


WRITES = {
    "fresh": Write(state=_answers),
    "desk-right": _answer("right", "silent"),
    "desk-gone": _answer("gone", "silent"),
    "desk-other": _answer("right", "ownerless"),
    "queue-right": _answer("queue-right", "ownerless"),
    "queue-gone": _answer("queue-gone", "ownerless"),
}

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
/<language>/directory/statistics/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/statistics/
/<language>/directory/statistics/figures.csv
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/statistics/figures.csv
/<language>/check/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/check/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/check/?q=Ноос
/<language>/directory/confirm/<str:key>/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/confirm/{question_key}/
  done    done    done    done    done     done     done    done    done    POST /mn/directory/confirm/{question_key}/ fresh
  missing missing missing missing missing  missing  missing missing missing GET  /mn/directory/confirm/forged/
  missing missing missing missing missing  missing  missing missing missing POST /mn/directory/confirm/forged/ fresh
/<language>/directory/<slug:public_id>/confirm/
  login   missing missing seen    missing  missing  missing missing missing GET  /mn/directory/{own_id}/confirm/
  login   missing missing done    missing  missing  missing missing missing POST /mn/directory/{own_id}/confirm/ fresh
  login   missing missing missing missing  missing  missing missing missing GET  /mn/directory/{own_draft_id}/confirm/
/<language>/directory/desk/<slug:public_id>/
  login   missing missing missing missing  seen     missing missing missing GET  /mn/directory/desk/{union_id}/
  login   missing missing missing missing  done     missing missing missing POST /mn/directory/desk/{union_id}/ desk-right
  login   missing missing missing missing  done     missing missing missing POST /mn/directory/desk/{union_id}/ desk-gone
  login   missing missing missing missing  refused  missing missing missing POST /mn/directory/desk/{union_id}/ desk-other
/e/<slug:public_id>/
  moved   moved   moved   moved   moved    moved    moved   moved   moved   GET  /e/{own_id}/
/sms/reply/
  missing missing missing missing missing  missing  missing missing missing POST /sms/reply/
  refused refused refused refused refused  refused  refused refused refused GET  /sms/reply/
/<language>/directory/<slug:public_id>/contacts/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/{reachable_id}/contacts/
  kept    kept    kept    kept    kept     kept     kept    kept    kept    POST /mn/directory/{reachable_id}/contacts/ fresh
  missing missing missing missing missing  missing  missing missing missing POST /mn/directory/{other_id}/contacts/ fresh
/<language>/directory/<slug:public_id>/
  seen    seen    seen    seen    seen     seen     seen    seen    seen    GET  /mn/directory/{own_id}/
  missing missing missing seen    missing  missing  missing seen    seen    GET  /mn/directory/{own_draft_id}/
  missing missing missing missing missing  missing  seen    seen    seen    GET  /mn/directory/{helped_id}/
  moved   moved   moved   moved   moved    moved    moved   moved   moved   GET  /mn/directory/{merged_id}/
  missing missing missing missing missing  missing  missing missing missing GET  /mn/directory/nowhere/
"""

#: What the direct call gives, and the address that leads to it.
SERVICES = r"""
  visitor reader  member  owner   stranger umbrella adviser agency  super.

directory.services.freshness.confirm_by_link
  done    done    done    done    done     done     done    done    done    POST /<language>/directory/confirm/<str:key>/ fresh
directory.services.freshness.confirm_entry
  refused refused refused done    refused  refused  refused refused refused POST /<language>/directory/<slug:public_id>/confirm/ fresh
directory.services.freshness.confirm_for
  refused refused refused refused refused  done     refused refused refused POST /<language>/directory/desk/<slug:public_id>/ desk-right
directory.services.freshness.say_gone
  refused refused refused refused refused  done     refused refused refused POST /<language>/directory/desk/<slug:public_id>/ desk-gone
"""

CALLS = {
    "directory.services.freshness.confirm_entry": lambda p: {"organization": p.own},
    "directory.services.freshness.confirm_for": lambda p: {"organization": p.silent, "umbrella": p.union},
    "directory.services.freshness.say_gone": lambda p: {
        "organization": p.silent,
        "umbrella": p.union,
        "reason": "x",
    },
}

PERMISSIONS = r"""
  visitor reader  member  owner   stranger umbrella adviser agency  super.

directory.permissions.may_see_entry
  yes     yes     yes     yes     yes      yes      yes     yes     yes     ASK  own
  no      no      no      yes     no       no       no      yes     yes     ASK  own_draft
directory.permissions.may_confirm_entry
  no      no      no      yes     no       no       no      no      no      ASK  own
  no      no      no      no      no       no       no      no      no      ASK  own_draft
directory.permissions.may_answer_for
  no      no      no      no      no       yes      no      no      no      ASK  silent:union
  no      no      no      no      no       no       no      no      no      ASK  silent
  no      no      no      no      no       no       no      yes     yes     ASK  ownerless
  no      no      no      no      no       no       no      no      no      ASK  own
"""


def _ask(places: Any, user: Any, name: str) -> bool:
    entry: Organization = getattr(places, name)
    return permissions.may_see_entry(user, entry)


def _ask_answer(places: Any, user: Any, about: str) -> bool:
    name, _colon, umbrella = about.partition(":")
    above = getattr(places, umbrella) if umbrella else None
    return permissions.may_answer_for(user, getattr(places, name), above)


ASK = {
    "directory.permissions.may_see_entry": _ask,
    "directory.permissions.may_confirm_entry": lambda p, user, name: permissions.may_confirm_entry(
        user, getattr(p, name)
    ),
    "directory.permissions.may_answer_for": _ask_answer,
}

#: What a command, the schedule, the log or a signed request alone calls.
SYSTEM = {
    "directory.services.starter.load_starter",
    "directory.services.open_data.write_open_data",
    "directory.services.freshness.note_change",
    "directory.services.messages.take_answer",
    *(
        f"directory.services.clock.{name}"
        for name in ("ask_owners", "mark_entries", "pass_on", "hide_entries", "send_waiting_messages")
    ),
}
