"""The form in which editors keep a dated fact."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from content.models.facts import DatedFact


class FactForm(WagtailAdminModelForm):
    """Whoever marks a fact as confirmed is named on it; a value needs its source."""

    began_from = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["began_from"] = self._newest()

    def _newest(self) -> str:
        """The newest version in the database, as the form carries it."""
        if not self.instance.pk:
            return ""
        newest = DatedFact.objects.values_list("latest_revision_id", flat=True).get(pk=self.instance.pk)
        return str(newest or "")

    def clean(self) -> dict[str, Any]:
        """A shown value names a source, a confirmed one the day of its check; nobody's entry is written over unseen.

        Raises ValidationError by field, and one for the form where somebody saved since it was opened: what was
        typed stays, and the form goes on from the other's version when it is sent again.
        """
        cleaned: dict[str, Any] = super().clean()
        sent: Any = self.data
        if self.instance.pk and "began_from" in sent and sent["began_from"] != self._newest():
            self.add_error(None, self._overtaken())
            sent = sent.copy()
            sent["began_from"] = self._newest()
            self.data: Any = sent
        status = cleaned.get("status")
        if status and status != DatedFact.Status.UNCONFIRMED and not cleaned.get("sources"):
            self.add_error("sources", ValidationError(_("Choose the source of this value.")))
        return cleaned

    def _overtaken(self) -> ValidationError:
        other = DatedFact.objects.get(pk=self.instance.pk).get_latest_revision()
        fact = other.as_object()
        return ValidationError(
            _(
                "%(who)s saved this fact while you were writing: %(value)s (%(status)s). What you typed is still "
                "here. Save again if yours is right."
            )
            % {
                "who": other.user or _("Somebody"),
                "value": fact.value() or "–",
                "status": fact.get_status_display(),
            }
        )

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What the open form goes on from when the editor saves by itself: one's own version is nobody else's."""
        return [*super().get_field_updates_for_resave(), ("began_from", self._newest())]

    def save(self, commit: bool = True) -> Any:
        """Note who confirmed it; the next check is due in a year unless a day was given."""
        fact = self.instance
        value_changed = {"status", "number", "unit", "text", "checked_on"} & set(self.changed_data)
        if fact.status == DatedFact.Status.CONFIRMED:
            if value_changed:
                fact.checked_by = self.for_user
            if fact.checked_on and not fact.check_due:
                fact.check_due = fact.checked_on + dt.timedelta(days=365)
        else:
            fact.checked_by = None
        return super().save(commit=commit)
