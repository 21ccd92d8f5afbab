"""What stands on the account's own page: one line for each matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.confirmed import confirmed_addresses
from accounts.models import Invitation, User

Text = str | Promise


def _everybody(user: User) -> bool:
    return True


def _editors(user: User) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


def invitations(user: User) -> int:
    """How many invitations to organizations wait for this person."""
    return Invitation.objects.open().filter(email__in=confirmed_addresses(user)).count()


@dataclass(frozen=True)
class Entry:
    """One matter.

    url_name: where it leads; icon: a drawing of templates/components/icons.svg.
    for_whom: whether this person is shown it; count: how many things wait there, shown where it is not 0.
    """

    label: Text
    text: Text
    url_name: str
    icon: str
    for_whom: Callable[[User], bool] = _everybody
    count: Callable[[User], int] | None = None


#: In the order in which they stand.
ENTRIES = [
    Entry(_("My profile"), _("Name, photo, what others see of you."), "profile", "person"),
    Entry(_("Signing in"), _("Address, password, passkeys, second factor."), "account-security", "key"),
    Entry(_("Where you are signed in"), _("Your phones and computers; sign out elsewhere."), "usersessions_list",
          "device"),
    Entry(_("People who advise"), _("Practitioners, advisers, auditors; write to them."), "people", "chat"),
    Entry(_("Organizations"), _("Yours, invitations, requests; enter one."), "organizations", "ger",
          count=invitations),
    Entry(_("My data"), _("Download what we keep of you; delete the account."), "account-data", "down"),
    Entry(_("Editors' desk"), _("Write, check and publish pages."), "wagtailadmin_home", "pen", _editors),
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it."""

    label: Text
    text: Text
    url: str
    icon: str
    count: int


def lines(user: User) -> list[Line]:
    """What this person is shown."""
    return [
        Line(e.label, e.text, reverse(e.url_name), e.icon, e.count(user) if e.count else 0)
        for e in ENTRIES
        if e.for_whom(user)
    ]
