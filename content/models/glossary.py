"""The glossary: terms in both languages, how they are typed, where they were seen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from content.models.base import KnowledgePage
from content.models.facts import Source
from core.fields import LocalizedTextField, localized


class GlossaryTerm(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """One term. It is one record for all languages: the pairing is what it is for."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        IN_USE = "in-use", _("in use")
        ADOPTED = "adopted", _("adopted")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    term = LocalizedTextField(_("term"))
    latin = models.CharField(
        _("typed in Latin letters"), max_length=255, blank=True, help_text=_("Several parted by commas.")
    )
    definition = LocalizedTextField(_("definition"), blank=True, multiline=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="terms",
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PROPOSED)
    variants = models.CharField(
        _("other forms"),
        max_length=500,
        blank=True,
        help_text=_("Understood by search, not used in our texts. Several parted by commas."),
    )

    avoided = models.CharField(
        _("outdated or forbidden forms"),
        max_length=500,
        blank=True,
        help_text=_(
            "Editors are warned of them while they write; search understands them. Several parted by commas."
        ),
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("slug",)

    def __str__(self) -> str:
        return f"{localized(self.term)} ({self.slug})"

    def first_letter(self, language: str) -> str:
        """The letter under which it stands in that language's list."""
        return localized(self.term, language)[:1].upper()


class GlossaryPage(RoutablePageMixin, KnowledgePage):
    """The glossary by letter: one address a letter, so that each stays small."""

    kind = "glossary"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/glossary.html"

    class Meta:
        verbose_name = _("glossary")

    @path("")
    def first(self, request: HttpRequest) -> HttpResponse:
        """The letters, and the terms of the first."""
        return self._letter_page(request, "")

    @path("letter/<str:letter>/", name="letter")
    def letter(self, request: HttpRequest, letter: str) -> HttpResponse:
        """The terms of one letter."""
        return self._letter_page(request, letter.upper())

    def _letter_page(self, request: HttpRequest, letter: str) -> HttpResponse:
        letters, terms = self.by_letter()
        if letter and letter not in terms:
            raise Http404
        letter = letter or (letters[0] if letters else "")
        return self.render(
            request, context_overrides={"letters": letters, "letter": letter, "terms": terms.get(letter, [])}
        )

    def by_letter(self) -> tuple[list[str], dict[str, list[GlossaryTerm]]]:
        """Letters in the language's order, and the published terms of each."""
        from content.collation import sort_key

        language = self.language
        terms = sorted(
            GlossaryTerm.objects.filter(live=True).select_related("source"),
            key=lambda term: sort_key(localized(term.term, language)),
        )
        found: dict[str, list[GlossaryTerm]] = {}
        for term in terms:
            found.setdefault(term.first_letter(language), []).append(term)
        return list(found), found

    def get_sitemap_letters(self) -> list[Any]:
        """Addresses of the letters, for the sitemap."""
        letters, _terms = self.by_letter()
        return [self.reverse_subpage("letter", kwargs={"letter": letter.lower()}) for letter in letters]
