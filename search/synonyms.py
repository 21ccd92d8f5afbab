"""What means the same, for the site: the glossary of each app, and the editors' sets."""

from __future__ import annotations

from collections.abc import Iterator

from core import shared
from search import registry
from search.analysis import is_cyrillic
from search.models import SynonymSet
from search.terms import TermForms, Terms


def site_terms() -> Terms:
    """All terms, read once for each version of the content: saving a set raises it, so that it counts at once."""
    return shared.one("search terms", lambda: Terms([*registry.term_forms(), *editors_terms()]))


def editors_terms() -> Iterator[TermForms]:
    """The sets as terms. Words of one language are synonyms; those of two translate each other.

    A set's language is that of its words, not of the reader: "coop" is typed on Mongolian pages, too.
    """
    for found in SynonymSet.objects.all():
        forms: dict[str, tuple[str, ...]] = {}
        for line in found.lines():
            language = found.language or ("mn" if is_cyrillic(line) else "en")
            forms[language] = (*forms.get(language, ()), line)
        yield TermForms(forms)
