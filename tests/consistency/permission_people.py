"""Who gets what of people: profiles, letters, reports, their own data."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts import terms
from accounts.models import Letter, Photo, Profile, Report, TermsAcceptance, User
from accounts.permissions import people as may
from accounts.services.profiles import set_photo
from core import once
from tests import people
from tests.accounts.people_parts import photo_file, values, with_profile
from tests.consistency.permission_writes import Write, _rows


def _adviser(name: str, audience: str) -> User:
    person = people.person(name)
    with_profile(person, trade="adviser", audience=audience)
    set_photo(user=person, person=person, file=photo_file())
    return person


def _hidden() -> User:
    person = _adviser("hidden", "everyone")
    Profile.objects.filter(user=person).update(hidden_at=person.date_joined)
    return person


def _report(places: Any) -> Report:
    return Report.objects.create(target=places.author, reason="untrue", token="t")


PLACES: dict[str, Any] = {
    "open_person": lambda _p: _adviser("open", "everyone").public_id,
    "members_person": lambda _p: _adviser("members", "members").public_id,
    "hidden_person": lambda _p: _hidden().public_id,
    "some_person": lambda p: User.objects.get(public_id=p["members_person"]),
    "held_terms": lambda _p: getattr(terms.current(), "version", ""),
    "report": _report,
}


def _state() -> list[Any]:
    models: list[Any] = [Profile, Photo, Letter, Report, TermsAcceptance]
    return [_rows(model) for model in models] + [_rows(User, "last_login", "password", "session_epoch")]


def _profile_form(places: Any) -> dict[str, Any]:
    name = places.user.name if places.user else "x"
    return {"name": name, "language": "en", "audience": "members", "trade": "", "version": "0"}


def _accepting(places: Any) -> dict[str, Any]:
    """What a letter needs beside its text: that whoever writes it accepted the terms."""
    if places.user:
        TermsAcceptance.objects.get_or_create(user=places.user, version=places.held_terms)
    return {"text": "Дүрмийн талаар асуух гэсэн юм.", "token": once.new_token()}


def _not_accepted(places: Any) -> dict[str, Any]:
    TermsAcceptance.objects.filter(user=places.user).delete()
    return {"version": places.held_terms}


def _with_photo(places: Any) -> dict[str, Any]:
    if places.user:
        set_photo(user=places.user, person=places.user, file=photo_file())
    return {"remove": "1"}


def _leaving(places: Any, *, before: bool) -> dict[str, Any]:
    if places.user:
        User.objects.filter(pk=places.user.pk).update(deletion_due_at=timezone.now() if before else None)
    return {"sure": "on"}


def _own(data: Any = lambda _p: {}) -> Write:
    return Write(data, _state, own=True)


WRITES = {
    "profile": _own(_profile_form),
    "photo": _own(lambda _p: {"photo": photo_file()}),
    "remove": _own(_with_photo),
    "letter": _own(_accepting),
    "report": _own(lambda _p: {"reason": "untrue", "token": once.new_token()}),
    "sure": _own(lambda p: _leaving(p, before=False)),
    "keep": _own(lambda p: _leaving(p, before=True)),
    "decide": Write(lambda p: {"which": p["report"], "do": "nothing", "reason": "x"}, _state),
    "terms": _own(_not_accepted),
}

OURS = r"""
  visitor reader  editor  moder.  agency  super.

/<language>/people/
  seen    seen    seen    seen    seen    seen    GET  /mn/people/
  missing missing missing missing missing missing GET  /mn/people/?page=99
/<language>/people/<slug:public_id>/
  seen    seen    seen    seen    seen    seen    GET  /mn/people/{open_person}/
  missing seen    seen    seen    seen    seen    GET  /mn/people/{members_person}/
  missing missing missing seen    seen    seen    GET  /mn/people/{hidden_person}/
  missing missing missing missing missing missing GET  /mn/people/nobody/
/<language>/people/<slug:public_id>/photo/
  seen    seen    seen    seen    seen    seen    GET  /mn/people/{open_person}/photo/
  missing seen    seen    seen    seen    seen    GET  /mn/people/{members_person}/photo/
  missing missing missing seen    seen    seen    GET  /mn/people/{hidden_person}/photo/
/<language>/people/<slug:public_id>/letter/
  login   moved   moved   moved   moved   moved   GET  /mn/people/{open_person}/letter/ terms
  login   done    done    done    done    done    POST /mn/people/{members_person}/letter/ letter
  login   missing missing missing missing missing POST /mn/people/{hidden_person}/letter/ letter
/<language>/people/report/<slug:kind>/<slug:public_id>/
  seen    seen    seen    seen    seen    seen    GET  /mn/people/report/person/{open_person}/
  done    done    done    done    done    done    POST /mn/people/report/person/{open_person}/ report
  missing done    done    done    done    done    POST /mn/people/report/person/{members_person}/ report
  missing missing missing missing missing missing GET  /mn/people/report/nothing/{open_person}/
  seen    seen    seen    seen    seen    seen    GET  /mn/people/report/organization/{ownerless_id}/
  done    done    done    done    done    done    POST /mn/people/report/organization/{ownerless_id}/ report
  missing missing missing missing missing missing GET  /mn/people/report/organization/{own_draft_id}/

/cms/breaches/
  login   login   refused seen    seen    seen    GET  /cms/breaches/
  login   login   refused seen    seen    seen    GET  /cms/breaches/?decided=1
  login   login   refused done    done    done    POST /cms/breaches/ decide

/<language>/account/profile/
  login   seen    seen    seen    seen    seen    GET  /mn/account/profile/
  login   done    done    done    done    done    POST /mn/account/profile/ profile
/<language>/account/profile/photo/
  login   refused refused refused refused refused GET  /mn/account/profile/photo/
  login   done    done    done    done    done    POST /mn/account/profile/photo/ photo
  login   done    done    done    done    done    POST /mn/account/profile/photo/ remove
/<language>/account/data/
  login   seen    seen    seen    seen    seen    GET  /mn/account/data/
  login   kept    kept    kept    kept    kept    POST /mn/account/data/
/<language>/account/delete/keep/
  login   refused refused refused refused refused GET  /mn/account/delete/keep/
  login   done    done    done    done    done    POST /mn/account/delete/keep/ keep
/<language>/account/terms/
  seen    seen    seen    seen    seen    seen    GET  /mn/account/terms/
  missing done    done    done    done    done    POST /mn/account/terms/ terms
/<language>/account/terms/<slug:version>/
  seen    seen    seen    seen    seen    seen    GET  /mn/account/terms/{held_terms}/
  missing missing missing missing missing missing GET  /mn/account/terms/2999-01-01/
"""

SERVICES = r"""
  visitor reader  editor  moder.  agency  super.

accounts.services.profiles.save_profile
  refused done    done    done    done    done    POST /<language>/account/profile/
accounts.services.profiles.set_photo
  refused done    done    done    done    done    POST /<language>/account/profile/photo/ photo
accounts.services.profiles.remove_photo
  refused done    done    done    done    done    POST /<language>/account/profile/photo/ remove
accounts.services.letters.send_letter
  refused done    done    done    done    done    POST /<language>/people/<slug:public_id>/letter/
accounts.services.reports.leave_report
  done    done    done    done    done    done    POST /<language>/people/report/<slug:kind>/<slug:public_id>/
accounts.services.reports.decide_reports
  refused refused refused done    done    done    POST /cms/breaches/
accounts.services.terms.accept_terms
  refused done    done    done    done    done    POST /<language>/account/terms/
accounts.services.leaving.keep_account
  refused done    done    done    done    done    POST /<language>/account/delete/keep/
"""

#: By the schedule; by another service.
SYSTEM = {
    "accounts.services.leaving.delete_due_accounts",
    "accounts.services.leaving.delete_unconfirmed_accounts",
    "accounts.services.leaving.delete_unused_accounts",
    "accounts.services.leaving.warn_unused_accounts",
    "accounts.services.letters.forget_old_letters",
}

PERMISSIONS = r"""
  visitor reader  editor  moder.  agency  super.

accounts.permissions.people.may_see_profile
  no      yes     yes     yes     yes     yes     ASK  members_person
  yes     yes     yes     yes     yes     yes     ASK  open_person
  no      no      no      yes     yes     yes     ASK  hidden_person
accounts.permissions.people.may_edit_profile
  no      no      no      no      no      no      ASK  open_person
accounts.permissions.people.may_manage_own_account
  no      no      no      no      no      no      ASK  open_person
accounts.permissions.people.may_write_letter
  no      yes     yes     yes     yes     yes     ASK  open_person
  no      no      no      no      no      no      ASK  hidden_person
accounts.permissions.people.may_report
  no      yes     yes     yes     yes     yes     ASK  members_person
  yes     yes     yes     yes     yes     yes     ASK  open_person
accounts.permissions.people.may_decide_reports
  no      no      no      yes     yes     yes     ASK  any
accounts.permissions.people.may_decide_report
  no      no      no      yes     yes     yes     ASK  any
"""


def _of(question: Any) -> Any:
    """Asks it of the person whom the row of the table names."""
    return lambda places, user, whom: question(user, User.objects.get(public_id=places[whom]))


ASK = {
    f"accounts.permissions.people.{question.__name__}": _of(question)
    for question in (
        may.may_see_profile, may.may_edit_profile, may.may_manage_own_account, may.may_write_letter, may.may_report,
    )
} | {
    "accounts.permissions.people.may_decide_reports": lambda _p, user, _w: may.may_decide_reports(user),
    "accounts.permissions.people.may_decide_report": lambda p, user, _w: may.may_decide_report(user, p.report),
}  # fmt: skip


def _asker(places: Any) -> User:
    """Who asks; for a visitor somebody else, who is not theirs to change."""
    return places.user or places.author


#: What services are given beside who acts.
CALLS: dict[str, Any] = {
    "accounts.services.letters.send_letter": lambda p: {
        "person": p.some_person, "text": "Асуулт байна, хариулаарай.", "token": "t",
    },
    "accounts.services.reports.decide_reports": lambda p: {
        "reports": [p.report], "decision": "nothing", "note": "",
    },
    "accounts.services.reports.leave_report": lambda p: {
        "target": User.objects.get(public_id=p["open_person"]), "reason": "untrue", "text": "", "token": "t",
    },
    "accounts.services.profiles.save_profile": lambda p: {
        "person": _asker(p), "version": 0, "values": values(name=_asker(p).name),
    },
    "accounts.services.profiles.set_photo": lambda p: {"person": _asker(p), "file": photo_file()},
    "accounts.services.profiles.remove_photo": lambda p: {"person": _asker(p)},
    "accounts.services.terms.accept_terms": lambda p: {"person": _asker(p), "version": p.held_terms},
    "accounts.services.leaving.ask_for_deletion": lambda p: {"person": _asker(p)},
    "accounts.services.leaving.keep_account": lambda p: {"person": _asker(p)},
}  # fmt: skip
