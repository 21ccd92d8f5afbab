"""Our codes in the words of the vocabularies that others read: ESSGlobal's, by RIPESS (CC BY 3.0).

It has no code for groups of pasture users beyond "community group", nor for savings groups: ours stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.codes import Level, MemberType

#: The country of the pack, as ISO 3166 names it.
COUNTRY_CODE, COUNTRY = "MN", "Mongolia"
ESS = "https://w3id.solidarityeconomy.coop/essglobal/V2a/"

_BY_LEVEL = {
    Level.SECONDARY: "OS110",
    Level.APEX: "OS180",
    Level.UNION: "OS190",
    Level.AGENCY: "OS220",
}
_BY_FORM = {
    "primary-cooperative": "OS115",
    "secondary-cooperative": "OS110",
    "savings-credit": "OS115",
    "ngo": "OS20",
    "company": "OS50",
    "pasture-association": "OS190",
    "pasture-user-group": "OS10",
}
_BY_MEMBERS = {
    MemberType.WORKER: "OS60",
    MemberType.CONSUMER: "OS80",
    MemberType.PRODUCER: "OS90",
    MemberType.MULTI: "OS100",
}
_LEGAL_FORM = {
    "primary-cooperative": "L2",
    "secondary-cooperative": "L2",
    "savings-credit": "L2",
    "ngo": "L4",
    "association": "L4",
    "foundation": "L4",
    "company": "L3",
    "pasture-association": "L4",
    "pasture-user-group": "L1",
    "joint-activity": "L1",
    "self-help": "L1",
}
_MEMBERSHIP = {
    MemberType.CONSUMER: "BMT10",
    MemberType.PRODUCER: "BMT20",
    MemberType.WORKER: "BMT30",
    MemberType.MULTI: "BMT40",
}


def structure(record: Mapping[str, Any]) -> str:
    """Its organisational structure, "" where the list has nothing for it.

    The kind of members tells more than the form, where it may be told.
    """
    found = _BY_LEVEL.get(record["level"]["code"], "")
    form = (record["legal_form"] or {}).get("code", "")
    by_form = _BY_FORM.get(form, "")
    if not found and by_form == "OS115" and record["more"]:
        found = _BY_MEMBERS.get(record["more"]["member_type"], "")
    return found or by_form


def legal_form(record: Mapping[str, Any]) -> str:
    """Its legal form in five kinds, "" where it is none of them."""
    return _LEGAL_FORM.get((record["legal_form"] or {}).get("code", ""), "")


def membership(record: Mapping[str, Any]) -> str:
    """Who its members are, "" where that is not known or not told."""
    return _MEMBERSHIP.get(record["more"]["member_type"], "") if record["more"] else ""
