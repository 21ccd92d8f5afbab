"""Who gets what of the board of offers and needs, and of letters to organizations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts import models
from accounts.models import Letter, TermsAcceptance
from accounts.services import letters
from core import once
from directory import permissions
from directory.models import Post
from tests import people
from tests.consistency.permission_writes import Write, _rows
from tests.directory.board_parts import form, post


def _post(**more: Any) -> Any:
    def made(places: Any) -> Post:
        assert places.owner  # somebody gets the letters
        return post(places.own, **more)

    return made


def _asked(places: Any) -> Letter:
    assert places.owner  # somebody gets the letters
    return letters.write_to_organization(
        user=people.person("asker"), organization=places.own, kind="join", text="Элсье.", token="asked"
    )


PLACES: dict[str, Any] = {
    "post": _post(),
    "post_id": lambda p: p.post.public_id,
    "ended": lambda p: _post(until=timezone.localdate() - dt.timedelta(days=1))(p),
    "ended_id": lambda p: p.ended.public_id,
    "hidden_post": lambda p: _post(hidden_at=timezone.now())(p),
    "hidden_post_id": lambda p: p.hidden_post.public_id,
    "who_asked": _asked,
    "owned_id": lambda p: (p.owner, p.own_id)[1],
}


def _state() -> list[Any]:
    return [_rows(Post), _rows(Letter), _rows(models.Invitation)]


def _letter(places: Any) -> dict[str, Any]:
    if places.user:
        TermsAcceptance.objects.get_or_create(user=places.user, version=places.held_terms)
    return {"text": "Дүрмийн талаар асуух гэсэн юм.", "token": once.new_token()}


WRITES = {
    "post-new": Write(lambda _p: form(), _state),
    "post-edit": Write(lambda p: form(title="Өөр", version=str(p.post.version)), _state),
    "post-renew": Write(lambda _p: {"do": "renew"}, _state),
    "post-withdraw": Write(lambda _p: {"do": "withdraw"}, _state),
    "org-letter": Write(_letter, _state, own=True),
    "org-take-in": Write(lambda p: {"do": "take-in", "which": str(p.who_asked.pk)}, _state),
    "org-put-aside": Write(lambda p: {"do": "put-aside", "which": str(p.who_asked.pk)}, _state),
}

OURS = r"""
  visitor reader  member  publ.   owner   stranger umbrella adviser moder.  agency  super.

/directory-sitemap-board.xml
  seen    seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    GET  /directory-sitemap-board.xml
/<language>/directory/board/
  seen    seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    GET  /mn/directory/board/
  seen    seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    GET  /en/directory/board/?kind=need&place=62&sector=x
/<language>/directory/board/new/
  login   missing missing seen    seen    missing  missing  missing missing missing missing GET  /mn/directory/board/new/?for={own_id}
  login   missing missing done    done    missing  missing  missing missing missing missing POST /mn/directory/board/new/?for={own_id} post-new
  login   missing missing missing missing missing  missing  missing missing missing missing GET  /mn/directory/board/new/?for={own_draft_id}
/<language>/directory/board/of/<slug:public_id>/
  login   missing seen    seen    seen    missing  missing  missing missing seen    seen    GET  /mn/directory/board/of/{own_id}/
/<language>/directory/board/<slug:public_id>/
  seen    seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    GET  /mn/directory/board/{post_id}/
  410     410     seen    seen    seen    410      410      410     seen    seen    seen    GET  /mn/directory/board/{ended_id}/
  missing missing seen    seen    seen    missing  missing  missing seen    seen    seen    GET  /mn/directory/board/{hidden_post_id}/
  missing missing missing missing missing missing  missing  missing missing missing missing GET  /mn/directory/board/nothing/
/<language>/directory/board/<slug:public_id>/edit/
  login   missing missing seen    seen    missing  missing  missing missing missing missing GET  /mn/directory/board/{post_id}/edit/
  login   missing missing done    done    missing  missing  missing missing missing missing POST /mn/directory/board/{post_id}/edit/ post-edit
/<language>/directory/board/<slug:public_id>/change/
  login   missing missing done    done    missing  missing  missing missing missing missing POST /mn/directory/board/{ended_id}/change/ post-renew
  login   missing missing done    done    missing  missing  missing missing missing missing POST /mn/directory/board/{post_id}/change/ post-withdraw
  login   missing missing missing missing missing  missing  missing missing missing missing GET  /mn/directory/board/{post_id}/change/
/<language>/directory/board/<slug:public_id>/answer/
  login   moved   moved   moved   moved   moved    moved    moved   moved   moved   moved   GET  /mn/directory/board/{post_id}/answer/ terms
  login   done    missing missing missing done     done     done    done    done    done    POST /mn/directory/board/{post_id}/answer/ org-letter
  login   missing missing missing missing missing  missing  missing missing missing missing POST /mn/directory/board/{ended_id}/answer/ org-letter
/<language>/directory/<slug:public_id>/write/
  login   done    missing missing missing done     done     done    done    done    done    POST /mn/directory/{owned_id}/write/ org-letter
  login   missing missing missing missing missing  missing  missing missing missing missing POST /mn/directory/{ownerless_id}/write/ org-letter
/<language>/directory/<slug:public_id>/join/
  login   done    missing missing missing done     done     done    done    done    done    POST /mn/directory/{owned_id}/join/ org-letter
  login   missing missing missing missing missing  missing  missing missing missing missing POST /mn/directory/{own_draft_id}/join/ org-letter
"""

SERVICES = r"""
  visitor reader  member  publ.   owner   stranger umbrella adviser moder.  agency  super.

directory.services.board.publish_post
  refused refused refused done    done    refused  refused  refused refused refused refused POST /<language>/directory/board/new/ post-new
directory.services.board.change_post
  refused refused refused done    done    refused  refused  refused refused refused refused POST /<language>/directory/board/<slug:public_id>/edit/ post-edit
directory.services.board.renew_post
  refused refused refused done    done    refused  refused  refused refused refused refused POST /<language>/directory/board/<slug:public_id>/change/ post-renew
directory.services.board.withdraw_post
  refused refused refused done    done    refused  refused  refused refused refused refused POST /<language>/directory/board/<slug:public_id>/change/ post-withdraw
accounts.services.letters.write_to_organization
  refused done    refused refused refused done     done     done    done    done    done    POST /<language>/directory/<slug:public_id>/write/ org-letter
accounts.services.joining.invite_who_asked
  refused refused refused done    done    refused  refused  refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-take-in
accounts.services.joining.put_aside
  refused refused refused done    done    refused  refused  refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-put-aside
"""

#: By the schedule; by a decision on a report.
SYSTEM = {"directory.services.board.end_due_posts", "directory.services.board.set_hidden"}

PERMISSIONS = r"""
  visitor reader  member  publ.   owner   stranger umbrella adviser moder.  agency  super.

directory.permissions.may_see_post
  yes     yes     yes     yes     yes     yes      yes      yes     yes     yes     yes     ASK  post
  no      no      yes     yes     yes     no       no       no      yes     yes     yes     ASK  ended
  no      no      yes     yes     yes     no       no       no      yes     yes     yes     ASK  hidden_post
directory.permissions.may_post_for
  no      no      no      yes     yes     no       no       no      no      no      no      ASK  own
  no      no      no      no      no      no       no       no      no      no      no      ASK  own_draft
directory.permissions.may_change_post
  no      no      no      yes     yes     no       no       no      no      no      no      ASK  hidden_post
directory.permissions.may_answer_post
  no      yes     no      no      no      yes      yes      yes     yes     yes     yes     ASK  post
  no      no      no      no      no      no       no       no      no      no      no      ASK  ended
directory.permissions.may_report_post
  yes     yes     no      no      no      yes      yes      yes     yes     yes     yes     ASK  post
  no      no      no      no      no      no       no       no      no      no      no      ASK  hidden_post
accounts.permissions.organizations.may_write_to_organization
  no      yes     no      no      no      yes      yes      yes     yes     yes     yes     ASK  own
  no      no      no      no      no      no       no       no      no      no      no      ASK  ownerless
"""

ASK = {
    f"directory.permissions.{name}": (
        lambda p, user, about, name=name: getattr(permissions, name)(user, getattr(p, about))
    )
    for name in ("may_see_post", "may_post_for", "may_change_post", "may_answer_post", "may_report_post")
}

CALLS: dict[str, Any] = {
    "directory.services.board.publish_post": lambda p: {
        "organization": p.own, "values": _values(), "token": "direct",
    },
    "directory.services.board.change_post": lambda p: {"post": p.post, "values": _values(), "version": p.post.version},
    "directory.services.board.renew_post": lambda p: {"post": p.ended},
    "directory.services.board.withdraw_post": lambda p: {"post": p.post},
    "accounts.services.letters.write_to_organization": lambda p: {
        "organization": (p.owner, p.own)[1], "text": "Асуулт байна.", "token": "direct",
    },
    "accounts.services.joining.invite_who_asked": lambda p: {"letter": p.who_asked},
    "accounts.services.joining.put_aside": lambda p: {"letter": p.who_asked},
}  # fmt: skip


def _values() -> dict[str, Any]:
    day = timezone.localdate() + dt.timedelta(days=3)
    return {"kind": "offer", "title": "Өвс", "text": "Өвс", "place": "62", "sector": "ICA10", "until": day}
