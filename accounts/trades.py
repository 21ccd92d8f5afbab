"""As what a person may stand in the list of practitioners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Capacity, Profile

if TYPE_CHECKING:
    from accounts.models import User


def may_stand_as(person: User, trade: str) -> bool:
    """Practitioner and adviser are a person's own word; an auditor is whom the agency named one."""
    if trade == Profile.Trade.AUDITOR:
        return Capacity.objects.current().filter(person=person, kind=Capacity.Kind.AUDITOR).exists()
    return trade in Profile.Trade.values
