"""What means the same, for the site: the glossary of each app."""

from __future__ import annotations

from core import shared
from search import registry
from search.terms import Terms


def site_terms() -> Terms:
    """All terms, read once for each version of the content."""
    return shared.one("search terms", lambda: Terms(list(registry.term_forms())))
