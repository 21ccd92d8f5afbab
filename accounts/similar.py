"""Entries that may be the same organization under another spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from django.db.models import Count, Q

from accounts.models import Organization
from accounts.names import skeleton

#: Words that tell what it is, not which one.
_KIND = re.compile(
    r"\b(хоршоо\w*|анхан шатны|дундын|хадгаламж|зээлийн|хзх|ххк|ббсб|нөхөрлөл|холбоо|cooperatives?|co-op|union|"
    r"association|llc|ngo|тбб|the|of)\b",
    re.I,
)
#: How alike two names must be, from 0 to 1.
ENOUGH = 0.8
MOST = 5
#: How many names of one aimag are compared letter by letter.
COMPARED = 2000


def bare_name(name: str) -> str:
    """Without the words that tell what it is; the whole name where it has no others."""
    return " ".join(_KIND.sub(" ", name).split()) or name


def key_of(name: str) -> str:
    """What two spellings of a name have in common."""
    return skeleton(bare_name(name))[:200]


def similar(*, name: str, registration_number: str = "", place: str = "") -> list[Organization]:
    """Public entries that may be this one, the likeliest first: the same number, the same or nearly the same name.

    Drafts of others are not told.
    """
    key = key_of(name)
    rows = Organization.objects.public()
    wanted = Q(name_key=key) if key else Q(pk__in=[])
    if registration_number:
        wanted |= Q(registration_number=registration_number)
    if len(key) >= 4:
        wanted |= Q(name_key__contains=key)
    sure = list(rows.filter(wanted)[: MOST * 4])
    near = rows.exclude(pk__in=[one.pk for one in sure])
    if place:
        near = near.filter(Q(place__startswith=place[:2]) | Q(place=""))
    likely = {one: SequenceMatcher(None, key, one.name_key).ratio() for one in near.order_by("pk")[:COMPARED]}
    found = sure + [one for one, ratio in likely.items() if ratio >= ENOUGH]
    return sorted(
        found,
        key=lambda one: (
            one.registration_number != registration_number or not registration_number,
            one.name_key != key,
            -SequenceMatcher(None, key, one.name_key).ratio(),
            one.pk,
        ),
    )[:MOST]


def doubles(most: int = 100) -> Iterator[tuple[Organization, Organization]]:
    """Pairs that share a registration number, or name and place: for the agency's queue. Drafts too."""
    there = Organization.objects.filter(merged_into=None)
    seen: set[tuple[int, int]] = set()
    for fields in (["registration_number"], ["name_key", "place"]):
        rows = there.exclude(**{fields[0]: ""})
        shared = rows.values(*fields).annotate(n=Count("pk")).filter(n__gt=1).order_by(*fields)[:most]
        wanted = Q(pk__in=[])
        for values in shared:
            wanted |= Q(**{field: values[field] for field in fields})
        groups: dict[tuple[str, ...], list[Organization]] = {}
        for one in rows.filter(wanted).order_by("pk"):
            groups.setdefault(tuple(getattr(one, field) for field in fields), []).append(one)
        for group in groups.values():
            for one, other in combinations(group[:MOST], 2):
                if (one.pk, other.pk) not in seen:
                    seen.add((one.pk, other.pk))
                    yield one, other
