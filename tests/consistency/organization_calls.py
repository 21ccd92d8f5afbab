"""What services and permissions of organizations are asked with, beside who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import Capacity
from accounts.permissions import organizations as permissions

_HELP: dict[str, Any] = {"person_name": "Дулмаа", "consent": "signed", "consent_on": dt.date(2026, 1, 5)}
_NEW = {"name_mn": "Шинэ", "level": "primary"}


#: By the end of the service's name. The direct call asks by itself: no view stands before it.
_CALLS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "organizations.enter_organization": lambda p: {"values": _NEW, "token": "direct"},
    "organizations.save_details": lambda p: {
        "organization": p.own,
        "values": {"founded": "2019"},
        "version": 1,
    },
    "organizations.save_rows": lambda p: {
        "organization": p.own,
        "kind": "contacts",
        "rows": [],
        "version": 1,
    },
    "organizations.set_logo": lambda p: {"organization": p.own, "picture": None},
    "organizations.set_consent": lambda p: {"organization": p.own, "purposes": ["directory"]},
    "organizations.ask_for_listing": lambda p: {"organization": p.own_draft, "umbrella": None},
    "organizations.decide_listing": lambda p: {"organization": p.agency_draft, "approve": True},
    "memberships.invite": lambda p: {
        "organization": p.own,
        "email": "new@khorshoo.example",
        "role": "member",
    },
    "memberships.withdraw_invitation": lambda p: {"invitation": p.invitation},
    "memberships.accept_invitation": lambda p: {"invitation": p.invitation},
    "memberships.change_role": lambda p: {"membership": p.colleague_membership, "role": "publisher"},
    "memberships.end_membership": lambda p: {"membership": p.colleague_membership},
    "memberships.hand_on": lambda p: {"organization": p.own, "to": p.colleague_membership},
    "federations.ask_affiliation": lambda p: {"umbrella": p.second_union, "member": p.own},
    "federations.decide_affiliation": lambda p: {"affiliation": p.asked_link, "confirm": True},
    "federations.end_affiliation": lambda p: {"affiliation": p.second_link},
    "federations.name_delegate": lambda p: {"affiliation": p.link, "person": p.colleague},
    "federations.confirm_delegate": lambda p: {"delegate": p.delegate},
    "federations.end_delegation": lambda p: {"delegate": p.second_delegate},
    "federations.confirm_figures": lambda p: {"affiliation": p.link, "figures": p.figures},
    "claims.claim_organization": lambda p: {"organization": p.ownerless, "text": "x", "token": "direct"},
    "claims.withdraw_claim": lambda p: {"claim": p.claim},
    "claims.decide_claim": lambda p: {"claim": p.agency_claim, "approve": True, "reason": "x"},
    "capacities.grant_capacity": lambda p: {
        "person": p.reader_to_be,
        "kind": Capacity.Kind.PRACTITIONER,
        "organization": p.union,
    },
    "capacities.end_capacity": lambda p: {"capacity": p.auditors_badge},
    "assisted.assist_organization": lambda p: {
        "values": _NEW,
        "token": "direct",
        "helper_for": p.agency_body,
        "help_given": _HELP,
    },
    "assisted.assist_claim": lambda p: {
        "organization": p.ownerless,
        "text": "x",
        "token": "direct",
        "helper_for": p.agency_body,
        "help_given": _HELP,
    },
    "assisted.make_code": lambda p: {"assistance": p.help},
    "assisted.take_over": lambda p: {"code": p.code},
    "agency.check_register": lambda p: {"organization": p.own},
    "agency.set_umbrella": lambda p: {"organization": p.second_union, "recognized": False},
    "agency.set_hidden": lambda p: {"organization": p.own, "hidden": True, "reason": "x"},
    "agency.merge_organizations": lambda p: {"keep": p.own, "gone": p.own_twin},
}
CALLS = {f"accounts.services.{name}": arguments for name, arguments in _CALLS.items()}


def _ask(name: str) -> Callable[[Any, Any, str], bool]:
    question = getattr(permissions, name)

    def ask(places: Any, user: Any, about: str) -> bool:
        of, _colon, more = about.partition(":")
        if name == "may_grant_capacity":
            return bool(question(user, more, getattr(places, of), places.reader_to_be))
        if name == "may_see_contacts":
            assert places.link  # the union sees them because it confirmed the membership
        if name == "may_confirm_figures":
            return bool(question(user, places.link, places.figures))
        arguments = [] if of == "any" else [getattr(places, of)]
        return bool(question(user, *arguments, *([more] if more else [])))

    return ask


ASK = {
    f"accounts.permissions.organizations.{name}": _ask(name)
    for name in dir(permissions)
    if name.startswith("may_")
}
