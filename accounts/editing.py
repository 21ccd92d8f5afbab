"""How an organization is changed: one after the other, each change with its number, its source and its log entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import attached
from accounts.changelog import note
from accounts.models import Affiliation, Change, FieldSource, Organization, RegisterCheck
from accounts.permissions.organizations import is_helper, role_in
from accounts.similar import key_of
from core import outbox, page_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What a person may say of their organization.
DETAILS = (
    "name_mn", "name_en", "legal_form", "level", "registration_number", "founded", "place", "isic", "activities",
    "member_type", "about", "sdg_goals", "sdg_statement", "audited_on", "auditor",
)  # fmt: skip


class EditConflictError(Exception):
    """Somebody else saved meanwhile. changes: theirs, the newest first; version: what to begin from now."""

    def __init__(self, changes: list[Change], version: int) -> None:
        super().__init__(f"{len(changes)} changes meanwhile")
        self.changes = changes
        self.version = version


def require(allowed: bool) -> None:
    """Raises PermissionDenied where it is not allowed."""
    if not allowed:
        raise PermissionDenied


def locked(organization: Organization) -> Organization:
    """Its newest row, kept for this transaction alone."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("belongs into a transaction")
    return Organization.objects.select_for_update().get(pk=organization.pk)


def check_version(organization: Organization, begun: int | None, *actions: str) -> None:
    """Raises EditConflictError where it was changed since version `begun`; None: nobody looked at it before.

    actions: that count; all of them where none is named, as for decisions on the whole entry.
    """
    if begun is None or begun == organization.version:
        return
    meanwhile = organization.changes.filter(version__gt=begun).select_related("actor", "other")
    if actions:
        meanwhile = meanwhile.filter(action__in=actions)
    if changes := list(meanwhile[:20]):
        raise EditConflictError(changes, organization.version)


def show_anew(*organizations: Organization) -> None:
    """What readers see of these is old, in kept pages and in the search index; so is that of those they vouch for."""
    page_cache.raise_version()
    own = [one.pk for one in organizations]
    vouched = Affiliation.objects.filter(umbrella__in=own, state=Affiliation.State.CONFIRMED)
    both = dict.fromkeys([*own, *vouched.values_list("member", flat=True)])
    keys = [f"{Organization._meta.label_lower}:{pk}" for pk in both]
    outbox.add_many(kind="index", keys=[*keys, *attached.index_keys(own)])


def helps(user: Any, organization: Organization) -> bool:
    """Whether what this person does there is done for somebody else."""
    return role_in(user, organization) is None and is_helper(user, organization)


def changed(
    organization: Organization,
    *,
    user: Any,
    action: Change.Action,
    data: dict[str, Any] | None = None,
    **more: Any,
) -> Change:
    """Raise the version, save, note it in the log."""
    organization.version += 1
    organization.save()
    return note(
        action, user=user, organization=organization, data=data, helped=helps(user, organization), **more
    )


def say_who(organization: Organization, fields: Iterable[str], *, user: Any, source: str = "") -> None:
    """Keep for each field who said it."""
    said: dict[str, Any] = {
        "said_by": user,
        "said_at": timezone.now(),
        "source": source,
        "helped": helps(user, organization),
    }
    for field in fields:
        FieldSource.objects.update_or_create(organization=organization, field=field, defaults=said)


def end_register_check(organization: Organization, *, user: Any) -> None:
    """What was compared with the state register is no longer so."""
    current = RegisterCheck.objects.filter(organization=organization, ended_at=None)
    if current.update(ended_at=timezone.now()):
        note(Change.Action.CHECK_ENDED, user=user, organization=organization)


def tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of `DETAILS` alone; texts of one line without breaks, so that none gets into a mail's subject."""
    many = {"about", "sdg_statement"}
    return {
        field: " ".join(value.split()) if isinstance(value, str) and field not in many else value
        for field, value in values.items()
        if field in DETAILS
    }


def new_draft(*, user: Any, values: Mapping[str, Any], token: str, source: str = "") -> Organization:
    """The draft of the form with this token, made if it is not there; it belongs to nobody yet."""
    own = tidy(values)
    organization = Organization(entered_by=user, token=token, name_key=key_of(own["name_mn"]), **own)
    try:
        with transaction.atomic():
            organization.save()
    except IntegrityError:
        earlier = Organization.objects.filter(token=token, entered_by=user).first()
        if earlier is None:  # the token of another person's form
            raise PermissionDenied from None
        return earlier
    say_who(organization, [field for field, value in own.items() if value], user=user, source=source)
    note(Change.Action.ENTERED, user=user, organization=organization)
    return organization
