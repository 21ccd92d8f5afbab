"""Addresses outside the site that pages and sources name, and whether they work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.models.facts import Source

if TYPE_CHECKING:
    from typing import Self


@dataclass
class Named:
    """Who names an address: ids."""

    pages: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)


class WebLinkQuerySet(models.QuerySet["WebLink"]):
    """What is asked of the table."""

    def broken(self) -> Self:
        """Gone for good, or failed at two checks in a row."""
        return self.exclude(problem=WebLink.Problem.NONE).filter(
            Q(problem=WebLink.Problem.GONE) | Q(failures__gte=2)
        )


class WebLink(models.Model):
    """One address, whoever names it."""

    class Problem(models.TextChoices):
        NONE = "", _("works")
        GONE = "gone", _("page is gone")
        UNREACHABLE = "unreachable", _("does not answer")
        ERROR = "error", _("answers with an error")
        REFUSED = "refused", _("not a public address")

    address = models.TextField(_("address"), unique=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, blank=True, default=Problem.NONE)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    failures = models.PositiveSmallIntegerField(_("failed checks in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    checked_at = models.DateTimeField(_("checked"), null=True)
    pages: ClassVar[models.ManyToManyField[Page, models.Model]] = models.ManyToManyField(
        Page, verbose_name=_("pages"), related_name="+"
    )
    sources: ClassVar[models.ManyToManyField[Source, models.Model]] = models.ManyToManyField(
        Source, verbose_name=_("sources"), related_name="+"
    )

    objects = WebLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link out of the site")
        verbose_name_plural = _("links out of the site")

    def __str__(self) -> str:
        return self.address
