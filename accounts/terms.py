"""The terms of having an account: files of the country pack, one version a date, none ever changed.

`terms/2026-12-01.mn.md` and its translations: a new version is a new file. Which one a person accepted is recorded.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from core.languages import current_language

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Terms:
    """One version. texts: by language, in Markdown."""

    version: str
    texts: Mapping[str, str]

    @property
    def since(self) -> dt.date:
        """The first day on which it holds."""
        return dt.date.fromisoformat(self.version)

    @property
    def html(self) -> SafeString:
        """The text in the active language, else in the site's first one."""
        language = current_language()
        text = self.texts.get(language) or self.texts[settings.LANGUAGE_CODE]
        # safe: a file of ours, raw HTML in it is off
        return mark_safe(str(MarkdownIt("commonmark", {"html": False}).render(text)))


@cache
def _read(folder: Path) -> tuple[Terms, ...]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.md")):
        version, language, _md = path.name.split(".")
        dt.date.fromisoformat(version)
        found.setdefault(version, {})[language] = path.read_text("utf-8")
    return tuple(Terms(version, texts) for version, texts in sorted(found.items()))


def versions() -> tuple[Terms, ...]:
    """All that hold or held, the oldest first; those to come are not among them."""
    today = timezone.localdate()
    return tuple(terms for terms in _read(Path(settings.COUNTRY_PACK) / "terms") if terms.since <= today)


def current() -> Terms | None:
    """The version that holds, None where the country's pack has none."""
    found = versions()
    return found[-1] if found else None


def of_version(version: str) -> Terms | None:
    """The version with this date."""
    return next((terms for terms in versions() if terms.version == version), None)


def has_accepted(person: Any) -> bool:
    """Whether the person accepted the version that holds; nobody need where there is none."""
    terms = current()
    return terms is None or person.accepted_terms.filter(version=terms.version).exists()
