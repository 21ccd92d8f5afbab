"""Who may do what with profiles, letters, reports, their own data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Profile

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import Report, User

DECIDE = "accounts.change_report"


def may_see_profile(user: Any, person: User) -> bool:
    """Open their page: who signed in, everybody where its owner opened it, moderators also what is hidden."""
    profile = Profile.of(person)
    if profile.is_visible_to(user):
        return True
    return profile.hidden_at is not None and not person.erased_at and may_decide_reports(user)


def may_edit_profile(user: Any, person: User) -> bool:
    """Change it: its owner alone."""
    return bool(user.is_authenticated and user.is_active and user.pk == person.pk and not person.erased_at)


def may_write_letter(user: Any, person: User) -> bool:
    """Write to them through the site: who signed in, to those in the list that they may see; nobody to themselves."""
    if not user.is_authenticated or not user.is_active or user.pk == person.pk:
        return False
    profile = Profile.of(person)
    return profile.is_visible_to(user) and profile.is_listed


def may_report(user: Any, person: User) -> bool:
    """Report a profile: whoever sees it, but its owner."""
    return may_see_profile(user, person) and not (user.is_authenticated and user.pk == person.pk)


def may_decide_reports(user: Any) -> bool:
    """Read reports and decide them: moderators, the agency."""
    return bool(user.has_perm(DECIDE))


def may_manage_own_account(user: Any, person: User) -> bool:
    """Have the data, accept terms, have the account deleted, keep it: its owner alone."""
    return may_edit_profile(user, person)


def may_decide_report(user: Any, report: Report) -> bool:
    """Decide this one: who decides reports, but neither who left it nor whom it is about."""
    return report in decidable(user, [report])


def decidable(user: Any, reports: Collection[Report]) -> list[Report]:
    """Those of them that this person may decide: the same queries however many there are."""
    from accounts.reportable import concerning

    if not may_decide_reports(user):
        return []
    own = concerning(user, [report.target for report in reports])
    return [one for one in reports if one.reporter_id != user.pk and one.target not in own]
