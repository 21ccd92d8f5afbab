"""The form in which editors keep a dated fact."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from content.models.facts import DatedFact


class FactForm(WagtailAdminModelForm):
    """Whoever marks a fact as confirmed is named on it; a value needs its source."""

    def clean(self) -> dict[str, Any]:
        """A shown value names a source, a confirmed one the day of its check. Raises ValidationError by field."""
        cleaned: dict[str, Any] = super().clean()
        status = cleaned.get("status")
        if status and status != DatedFact.Status.UNCONFIRMED and not cleaned.get("sources"):
            self.add_error("sources", ValidationError(_("Choose the source of this value.")))
        return cleaned

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
