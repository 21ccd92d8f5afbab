"""Registers in files: sent in, imported, taken back. The worker does it step by step (directory.importing)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.editing import require
from accounts.permissions.organizations import may_manage_organizations
from directory.importing import running, tasks, undoing
from directory.models import RegisterImport


@transaction.atomic
def send_in_register(
    *,
    user: Any,
    file_name: str,
    content: bytes,
    source: str,
    as_of: dt.date,
    sheet: str = "",
    state_register: bool = False,
    token: str,
) -> RegisterImport:
    """Have a file read by the worker, which makes a report of what it would change; no entry changes by that.

    source: name of the register; as_of: the day of which it tells.
    state_register: the agency states that the file is an extract of the state register itself.
    token: from the form: the same form sent again gives the first one's import.
    Raises PermissionDenied.
    """  # fmt: skip
    require(may_manage_organizations(user))
    sent, new = RegisterImport.objects.get_or_create(
        token=token,
        defaults={
            "file_name": file_name[-200:],
            "sheet": sheet,
            "content": content,
            "source": source,
            "as_of": as_of,
            "state_register": state_register,
            "started_by": user,
        },
    )
    if new:
        tasks.make_report.enqueue(sent.pk)
    return sent


@transaction.atomic
def import_register(*, user: Any, register_import: RegisterImport, leave_doubles: bool) -> RegisterImport:
    """Have the worker write what the report says.

    leave_doubles: rows that may be other entries' doubles are left out.
    Raises PermissionDenied; ValidationError where the report is not ready, or was acted on already.
    """
    require(may_manage_organizations(user))
    _require_first(
        running.move_on(
            register_import,
            RegisterImport.State.READY,
            RegisterImport.State.RUNNING,
            total=running.waiting_rows(register_import).count(),
            leave_doubles=leave_doubles,
            approved_by=user,
        )
    )
    tasks.carry_out.enqueue(register_import.pk)
    return register_import


@transaction.atomic
def take_register_back(*, user: Any, register_import: RegisterImport) -> RegisterImport:
    """Have the worker take a whole import back.

    Raises PermissionDenied; ValidationError where it was not carried out to its end, or is taken back already.
    """
    require(may_manage_organizations(user))
    _require_first(
        running.move_on(
            register_import,
            RegisterImport.State.DONE,
            RegisterImport.State.UNDOING,
            total=undoing.rows_to_undo(register_import).count(),
            undone_by=user,
        )
    )
    tasks.take_back.enqueue(register_import.pk)
    return register_import


@transaction.atomic
def go_on_with_register(*, user: Any, register_import: RegisterImport) -> RegisterImport:
    """Have a step that stands still taken up again where it stood. Raises PermissionDenied, ValidationError."""
    require(may_manage_organizations(user))
    _require_first(register_import.stands_still)
    RegisterImport.objects.filter(pk=register_import.pk).update(moved_at=timezone.now())
    steps = {
        RegisterImport.State.READING: tasks.make_report,
        RegisterImport.State.RUNNING: tasks.carry_out,
        RegisterImport.State.UNDOING: tasks.take_back,
    }
    steps[RegisterImport.State(register_import.state)].enqueue(register_import.pk)
    return register_import


def _require_first(is_first: bool) -> None:
    if not is_first:
        raise ValidationError(_("Somebody else was faster. See what this import does now."))
