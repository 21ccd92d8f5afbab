"""Who gets what at the one door: signing in, the account's own page, sessions."""

from typing import Any

from allauth.usersessions.models import UserSession

from tests.consistency.permission_writes import Write


def _sessions() -> list[Any]:
    return list(UserSession.objects.order_by("pk").values_list("pk", "user_id"))


def _session(places: Any) -> int:
    author = places.author
    return int(UserSession.objects.create(user=author, ip="203.0.113.5", session_key="a" * 32).pk)


PLACES = {"session_of_another": _session}
WRITES = {
    "session": Write(lambda _p: {}, _sessions),
    "credentials": Write(lambda _p: {"login": "reader@khorshoo.example", "password": "secret-secret"}),
}

#: A stranger's session is nobody else's, not even an administrator's.
OURS = r"""
  visitor reader  editor  moder.  agency  super.

/cms/login/
  login   refused moved   moved   moved   moved   GET  /cms/login/
  login   refused moved   moved   moved   moved   GET  /cms/login/?next=/cms/pages/
/<language>/_util/login/
  login   refused refused refused refused refused GET  /mn/_util/login/?next=/mn/
/<language>/account/
  login   seen    seen    seen    seen    seen    GET  /mn/account/
/<language>/account/security/
  login   seen    seen    seen    seen    seen    GET  /en/account/security/
/<language>/account/sessions/<int:pk>/end/
  login   missing missing missing missing missing POST /mn/account/sessions/{session_of_another}/end/ session
"""

#: allauth's; the flows themselves are tested in tests/accounts.
THEIRS = r"""
  visitor reader

/<language>/account/*
  seen    moved   GET  /mn/account/login/
  kept    kept    POST /mn/account/login/ credentials
  seen    moved   GET  /en/account/signup/
  seen    moved   GET  /mn/account/login/code/
  moved   moved   GET  /mn/account/login/code/confirm/
  seen    seen    GET  /mn/account/password/reset/
  login   seen    GET  /mn/account/email/
  login   seen    GET  /mn/account/sessions/
  login   seen    GET  /mn/account/2fa/
  login   moved   GET  /mn/account/2fa/authenticate/
  moved   seen    GET  /mn/account/logout/
"""

#: Called by commands alone.
SYSTEM = {"accounts.services.door.add_person"}
