"""What readers fill in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import OpenForm


class RemarkForm(OpenForm):
    """Was this useful, and what is missing or wrong?"""

    USEFUL: ClassVar[list[tuple[str, Any]]] = [("yes", _("Yes")), ("no", _("No"))]

    useful = forms.ChoiceField(
        label=_("Was this page useful?"), choices=USEFUL, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=_("What is missing or wrong?"),
        help_text=_("No name or phone number is needed. At most 2,000 characters."),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Shorten the remark to 2,000 characters.")},
    )

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        cleaned = super().clean() or {}
        if (
            not cleaned.get("useful")
            and not (cleaned.get("text") or "").strip()
            and "text" not in self.errors
        ):
            raise forms.ValidationError(_("Choose yes or no, or write a remark."))
        return cleaned
