"""The term check: editors are told of outdated forms while they write. It advises and never stops anybody."""

from __future__ import annotations

from content.models import GlossaryTerm


def avoided() -> list[dict[str, object]]:
    """Each outdated form with what is written in its place, by language; the longest forms first."""
    found: list[dict[str, object]] = [
        {"form": form, "instead": term.term}
        for term in GlossaryTerm.objects.filter(live=True).exclude(avoided="")
        for form in map(str.strip, term.avoided.split(","))
        if form
    ]
    return sorted(found, key=lambda row: (-len(str(row["form"])), str(row["form"])))
