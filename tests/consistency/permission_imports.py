"""Who gets what of registers that are imported: the agency's staff alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core import once
from directory.models import RegisterImport
from tests.consistency.permission_writes import Write
from tests.directory.registers import WOOL, applied, csv_file, sent

OURS = r"""
  visitor reader  editor  moder.  agency  super.

/cms/organizations/imports/
  login   login   refused refused seen    seen    GET  /cms/organizations/imports/
/cms/organizations/imports/new/
  login   login   refused refused seen    seen    GET  /cms/organizations/imports/new/
  login   login   refused refused done    done    POST /cms/organizations/imports/new/ register-send
/cms/organizations/imports/template/
  login   login   refused refused seen    seen    GET  /cms/organizations/imports/template/
/cms/organizations/imports/<int:pk>/
  login   login   refused refused seen    seen    GET  /cms/organizations/imports/{register_ready}/
  login   login   refused refused done    done    POST /cms/organizations/imports/{register_ready}/ register-import
  login   login   refused refused done    done    POST /cms/organizations/imports/{register_done}/ register-undo
  login   login   refused refused done    done    POST /cms/organizations/imports/{register_still}/ register-go-on
  login   login   refused refused missing missing GET  /cms/organizations/imports/0/
/cms/organizations/imports/<int:pk>/report/
  login   login   refused refused seen    seen    GET  /cms/organizations/imports/{register_ready}/report/
"""

SERVICES = r"""
  visitor reader  editor  moder.  agency  super.

directory.services.registers.send_in_register
  refused refused refused refused done    done    POST /cms/organizations/imports/new/ register-send
directory.services.registers.import_register
  refused refused refused refused done    done    POST /cms/organizations/imports/<int:pk>/ register-import
directory.services.registers.take_register_back
  refused refused refused refused done    done    POST /cms/organizations/imports/<int:pk>/ register-undo
directory.services.registers.go_on_with_register
  refused refused refused refused done    done    POST /cms/organizations/imports/<int:pk>/ register-go-on
"""


def _still(_places: Any) -> int:
    """One whose step stands still."""
    made = sent(csv_file(WOOL))
    long_ago = made.created_at - dt.timedelta(hours=1)
    RegisterImport.objects.filter(pk=made.pk).update(state="running", moved_at=long_ago)
    return made.pk


PLACES = {
    "register_ready": lambda _p: sent(csv_file(WOOL)).pk,
    "register_done": lambda _p: applied(csv_file(["9", "Булаг", "Дорнод", *[""] * 5])).pk,
    "register_still": _still,
}


def _state() -> list[Any]:
    return list(RegisterImport.objects.values_list("pk", "state", "moved_at"))


def _form(_places: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("register.csv", csv_file(WOOL)),
        "source": "Бүртгэл",
        "as_of": "2026-01-05",
        "token": once.new_token(),
    }


WRITES = {
    "register-send": Write(_form, state=_state),
    "register-import": Write(lambda _p: {"do": "import"}, state=_state),
    "register-undo": Write(lambda _p: {"do": "undo"}, state=_state),
    "register-go-on": Write(lambda _p: {"do": "go-on"}, state=_state),
}


def _import(places: Any, name: str) -> dict[str, Any]:
    return {"register_import": RegisterImport.objects.get(pk=getattr(places, name))}


CALLS = {
    "directory.services.registers.send_in_register": lambda _p: {
        "file_name": "x.csv",
        "content": csv_file(WOOL),
        "source": "Бүртгэл",
        "as_of": dt.date(2026, 1, 5),
        "token": "direct",
    },
    "directory.services.registers.import_register": lambda p: {
        **_import(p, "register_ready"),
        "leave_doubles": True,
    },
    "directory.services.registers.take_register_back": lambda p: _import(p, "register_done"),
    "directory.services.registers.go_on_with_register": lambda p: _import(p, "register_still"),
}
