"""What editors tell search, and what search tells editors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from search import word_lists
from search.understanding import clean


def languages() -> list[tuple[str, str]]:
    """Those of the site."""
    return list(settings.LANGUAGES)


class SynonymSet(models.Model):
    """Words that mean the same: whoever types one finds what says another."""

    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=languages,
        help_text=_(
            "In which language the words are. Left empty: words in Cyrillic letters are taken for Mongolian, others "
            "for English, and those of one language translate those of the other."
        ),
    )
    words = models.TextField(
        _("words"),
        help_text=_("At least two words or phrases that mean the same, one per line."),
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ("words", "pk")

    def __str__(self) -> str:
        return " = ".join(self.lines())

    def lines(self) -> list[str]:
        """Each word or phrase."""
        return word_lists.lines_of(self.words)

    def clean(self) -> None:
        """Raises ValidationError for words that are none, or that search holds for the same anyway."""
        lines = self.lines()
        word_lists.check(lines, "words")
        self.words = "\n".join(lines)


class Pin(models.Model):
    """A page that editors put first for a query."""

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages,
        default=settings.LANGUAGE_CODE,
        help_text=_("For readers of the site in this language."),
    )
    query = models.CharField(
        _("query"),
        max_length=200,
        help_text=_("Its words in any order, with any endings, typed in Cyrillic or Latin letters."),
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("Readers get it in their language where it is translated and published."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("Of several pages for one query the smallest number comes first.")
    )

    class Meta:
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        ordering = ("language", "query", "sort_order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "query", "page"],
                name="one_pin_each",
                violation_error_message=_("This page is pinned to this query already."),
            )
        ]

    def __str__(self) -> str:
        return self.query

    def clean(self) -> None:
        """Raises ValidationError for a query without a word."""
        self.query = clean(self.query)
        word_lists.check_query(self.query, "query")


class QueryCount(models.Model):
    """How often a query was asked. Holds nothing about who asked."""

    text = models.CharField(_("query"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    count = models.PositiveIntegerField(_("times"), default=0)
    without_result = models.PositiveIntegerField(_("without result"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)
    last_seen = models.DateTimeField(_("last asked"))

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        ordering = ("-count", "-last_seen")
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="one_query_count_each")]

    def __str__(self) -> str:
        return self.text


class GuideWish(models.Model):
    """A guide that should be written, as readers look for it."""

    text = models.CharField(_("query"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=languages)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("guide asked for")
        verbose_name_plural = _("guides asked for")
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language"], condition=Q(done_at=None), name="one_open_wish_each"
            )
        ]

    def __str__(self) -> str:
        return self.text


class IndexCheck(models.Model):
    """One row: what the last comparison of database and index found."""

    checked_at = models.DateTimeField(_("compared"))
    missing = models.PositiveIntegerField(_("missing in the index"))
    stale = models.PositiveIntegerField(_("with old text"))
    gone = models.PositiveIntegerField(_("in it but no longer public"))

    class Meta:
        verbose_name = _("comparison of database and index")
        verbose_name_plural = _("comparisons of database and index")
        permissions = [("manage_index", _("Can look after the search index"))]

    def __str__(self) -> str:
        return f"{self.missing} / {self.stale} / {self.gone}"
