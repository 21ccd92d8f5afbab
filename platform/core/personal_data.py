"""What each app keeps of a person: for "my data", and for forgetting it when an account is deleted.

An app registers its sections in its `personal_data.py`. A test sees to it that every model that points at a person
stands in one of them.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def _nothing(person: Any) -> Any:
    return {}


def _leave(person: Any) -> None:
    """What stays needs no forgetting."""


@dataclass(frozen=True)
class Section:
    """One part of what is kept.

    name:    of its file in the archive, and of the section.
    models:  labels of the models that it answers for, such as "accounts.Profile".
    export:  gives what is kept as JSON can hold it.
    files:   gives files by name.
    erase:   forgets what is personal, in the caller's transaction; what others read on keeps its place.
    hinders: gives reasons, in the active language, why the account can't be deleted yet.
    last:    is forgotten after the others, which still need it (the address, the name).
    """

    name: str
    models: tuple[str, ...]
    export: Callable[[Any], Any]
    files: Callable[[Any], Mapping[str, bytes]] = _nothing
    erase: Callable[[Any], object] = _leave
    hinders: Callable[[Any], Iterable[str]] = _nothing
    last: bool = False


_sections: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Add an app's section. Raises ValueError for a name that is taken."""
    if section.name in _sections:
        raise ValueError(f"two sections of personal data named {section.name!r}")
    _sections[section.name] = section
    return section


def sections() -> list[Section]:
    """All, by name."""
    return [_sections[name] for name in sorted(_sections)]


def archive(person: Any, readme: str) -> bytes:
    """A ZIP: what is kept of the person, a JSON file a section, their files, and a text that explains it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("README.txt", readme)
        for section in sections():
            text = json.dumps(section.export(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            zipped.writestr(f"{section.name}.json", text + "\n")
            for name, content in section.files(person).items():
                zipped.writestr(f"files/{name}", content)
    return out.getvalue()


def hindrances(person: Any) -> list[str]:
    """Why the account can't be deleted yet, in the active language."""
    return [reason for section in sections() for reason in section.hinders(person)]


def erase(person: Any) -> None:
    """Let every app forget the person. Belongs into the caller's transaction."""
    for section in sorted(sections(), key=lambda section: section.last):
        section.erase(person)
