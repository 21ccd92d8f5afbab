"""Which entry a row is about: by registration number, then by name and place. What is only alike is suggested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from accounts.models import Organization
from accounts.similar import ENOUGH, key_of

MOST_ALIKE = 3
#: Names this short are alike by chance.
SHORTEST = 5
_BETWEEN = str.maketrans("", "", " -–.№#/")


def bare_number(number: str) -> str:
    """Without what people put between digits."""
    return number.translate(_BETWEEN).casefold()


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of an entry."""

    pk: int
    number: str
    key: str
    place: str


class Index:
    """All entries, for one chunk of rows. An entry that was merged into another stands for that one."""

    def __init__(self) -> None:
        self._by_number: dict[str, set[int]] = {}
        self._by_key: dict[str, list[Known]] = {}
        self._keys_in: dict[str, dict[str, str]] = {}
        names = ("pk", "merged_into", "registration_number", "name_key", "place")
        for pk, merged_into, number, key, place in Organization.objects.order_by("pk").values_list(*names):
            self.add(Known(merged_into or pk, bare_number(number), key, place))

    def add(self, one: Known) -> None:
        """One more: also a row that will be an entry, under a number below 0."""
        if one.number:
            self._by_number.setdefault(one.number, set()).add(one.pk)
        self._by_key.setdefault(one.key, []).append(one)
        self._keys_in.setdefault(one.place[:2], {})[one.key] = one.key

    def with_number(self, number: str) -> set[int]:
        """Entries of this registration number."""
        return self._by_number.get(bare_number(number), set()) if number else set()

    def with_name(self, values: Mapping[str, Any]) -> set[int]:
        """Entries of this very name and place that no number tells apart."""
        place = values.get("place", "")
        if not place:
            return set()
        return {
            one.pk for one in self._by_key.get(key_of(values["name_mn"]), ())
            if one.place == place and self._may_be(one.number, values)
        }  # fmt: skip

    def alike(self, values: Mapping[str, Any]) -> list[int]:
        """Entries that may be the same under another spelling, or elsewhere, the likeliest first."""
        key, top = key_of(values["name_mn"]), values.get("place", "")[:2]
        found = list(self._by_key.get(key, ()))
        if len(key) >= SHORTEST and top:
            near = process.extract(
                key,
                self._keys_in.get(top, {}),
                scorer=fuzz.ratio,
                score_cutoff=ENOUGH * 100,
                limit=MOST_ALIKE * 3,
            )
            found += [
                one for name, _score, _key in near for one in self._by_key[name] if one.place[:2] == top
            ]
        alike = [one.pk for one in found if self._may_be(one.number, values)]
        return list(dict.fromkeys(alike))[:MOST_ALIKE]

    def _may_be(self, number: str, values: Mapping[str, Any]) -> bool:
        """Two that have different numbers are two."""
        own = bare_number(values.get("registration_number", ""))
        return not own or not number or own == number
