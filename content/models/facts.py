"""Sources and dated facts: every legal or financial value, with where it comes from and who checked it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from core.fields import LocalizedTextField, localized


class Source(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Where something was seen: a law text, an office's page, a report."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    address = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code}: {localized(self.title)}"


class DatedFact(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One value (a number of persons, a due date, an interest rate) that pages show by reference.

    It is one record for all languages, so that a number can't differ between them.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed")
        WEAK = "weak", _("seen in a weak source")
        SEEN = "seen", _("seen in a source")
        CONFIRMED = "confirmed", _("confirmed")

    class Unit(models.TextChoices):
        NONE = "", _("none")
        MNT = "mnt", _("tögrög")
        PERCENT = "percent", _("percent")
        DAYS = "days", _("days")
        WORKING_DAYS = "working-days", _("working days")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")
        PERSONS = "persons", _("persons")
        ORGANIZATIONS = "organizations", _("organizations")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    label = LocalizedTextField(_("what it is"))
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.UNCONFIRMED)
    number = models.DecimalField(
        _("value as a number"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, blank=True, default=Unit.NONE)
    text = LocalizedTextField(
        _("wording"), blank=True, help_text=_("Shown instead of number and unit where they are not enough.")
    )
    explanation = LocalizedTextField(
        _("explanation"),
        blank=True,
        multiline=True,
        help_text=_("History, what a former law said, with its date."),
    )
    as_of = models.CharField(_("holds for the year"), max_length=40, blank=True)
    sources = ParentalManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="facts")
    article = models.ForeignKey(
        "content.Article",
        verbose_name=_("legal basis: article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="facts",
    )
    law = models.ForeignKey(
        "content.LawPage",
        verbose_name=_("legal basis: law"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    office = models.ForeignKey(
        "content.InstitutionPage",
        verbose_name=_("office to ask"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ask = LocalizedTextField(_("whom to ask"), blank=True, help_text=_("Where it is no institution of ours."))
    collected_on = models.DateField(_("collected on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    checked_on = models.DateField(_("confirmed on"), null=True, blank=True)
    check_due = models.DateField(_("next check"), null=True, blank=True)

    class Meta:
        verbose_name = _("dated fact")
        verbose_name_plural = _("dated facts")
        ordering = ("key",)

    SHOWN: ClassVar[set[str]] = {Status.WEAK, Status.SEEN, Status.CONFIRMED}

    def __str__(self) -> str:
        return f"{localized(self.label)} ({self.get_status_display()})"

    def clean(self) -> None:
        """A value needs a source, an unconfirmed one needs whom to ask and holds no value.

        Raises ValidationError keyed by field.
        """
        errors: dict[str, object] = {}
        valued = self.number is not None or bool(localized(self.text))
        if self.status == self.Status.UNCONFIRMED:
            if valued:
                errors["status"] = _(
                    "What is not confirmed has no value. Put what is known into the explanation."
                )
            if not self.office_id and not localized(self.ask):
                errors["office"] = _("Say which office the reader can ask.")
        elif not valued:
            errors["number"] = _("Enter the value, or mark it as not confirmed.")
        if self.status == self.Status.CONFIRMED and not self.checked_on:
            errors["checked_on"] = _("Say on which day you checked it.")
        if self.checked_on and self.checked_on > timezone.localdate():
            errors["checked_on"] = _("The check cannot lie in the future.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_shown(self) -> bool:
        """Whether readers see a value, not "not yet confirmed"."""
        return self.status in self.SHOWN

    def value(self, language: str | None = None) -> str:
        """The value as the reader sees it in `language` (default: the active one); "" if not confirmed."""
        if not self.is_shown:
            return ""
        language = language or get_language() or settings.LANGUAGE_CODE
        if wording := localized(self.text, language):
            return wording
        if self.number is None:
            return ""
        with override(language):
            return worded(self.number, self.unit)


def worded(number: Decimal, unit: str) -> str:
    """A number with its unit in the active language: "ажлын 2 өдөр", "6 %", "MNT 10,000"."""
    whole = number == number.to_integral_value()
    figure = f"{number:,.0f}" if whole else f"{number.normalize():,f}"
    count = int(number) if whole else 2  # 1.5 days
    unit_forms = {
        DatedFact.Unit.MNT: pgettext("amount of money", "MNT %(n)s"),
        DatedFact.Unit.PERCENT: pgettext("share", "%(n)s %%"),
        DatedFact.Unit.DAYS: ngettext("%(n)s day", "%(n)s days", count),
        DatedFact.Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", count),
        DatedFact.Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", count),
        DatedFact.Unit.YEARS: ngettext("%(n)s year", "%(n)s years", count),
        DatedFact.Unit.PERSONS: ngettext("%(n)s person", "%(n)s persons", count),
    }
    return unit_forms.get(DatedFact.Unit(unit), "%(n)s") % {"n": figure}
