"""What people fill in for the board."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.codes import Activity
from accounts.forms.places import PlaceField
from accounts.models import Organization
from core.once import OnceForm
from directory.board.contacts_in_texts import contact_in
from directory.board.model import Post, last_day, usual_day


class PostFields(forms.Form):
    """What an offer or a need says."""

    kind = forms.ChoiceField(
        label=_("Do you offer something, or need it?"),
        choices=Post.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    title = forms.CharField(
        label=_("In one line"),
        help_text=_("What, and how much. Such as: 20 tons of hay; a vet for the spring."),
        max_length=120,
        error_messages={
            "required": _("Write in one line what it is."),
            "max_length": _("Shorten it to 120 characters."),
        },
    )
    text = forms.CharField(
        label=_("More about it"),
        help_text=_(
            "Quality, price, when and where. No phone number and no mail address: answers come to you through "
            "the site. At most 2,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000}),
        max_length=2000,
        error_messages={
            "required": _("Write a little more, so that others know whether it suits them."),
            "max_length": _("Shorten it to 2,000 characters."),
        },
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=lambda: [("", _("Choose")), *((code, capfirst(label)) for code, label in Activity.choices)],
        error_messages={"required": _("Choose a sector: by it others find it.")},
    )
    place = PlaceField()
    place.help_text = _("The soum or district is asked afterwards.")
    until = forms.DateField(
        label=_("Open until"),
        help_text=_("The last day on which it stands here: at most a year ahead. You can prolong it then."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),  # what browsers read
        error_messages={
            "required": _("Write until when it is open."),
            "invalid": _("Write the day such as 2026-12-31."),
        },
    )

    def clean_title(self) -> str:
        """Without a number or an address. Raises ValidationError."""
        return _without_contact(self.cleaned_data["title"])

    def clean_text(self) -> str:
        """Without a number or an address. Raises ValidationError."""
        return _without_contact(self.cleaned_data["text"])

    def clean_place(self) -> str:
        """One of the list. Raises ValidationError where none was chosen."""
        code: str = self.cleaned_data["place"]
        if not code:
            raise ValidationError(_("Choose where it is: by it others find it."))
        return code

    def clean_until(self) -> dt.date:
        """From today on, at most a year ahead. Raises ValidationError."""
        day: dt.date = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        if day > last_day():
            raise ValidationError(_("Choose a day within a year from today."))
        return day

    def values(self) -> dict[str, Any]:
        """What a service takes."""
        return {name: self.cleaned_data[name] for name in PostFields.base_fields}


class NewPostForm(OnceForm, PostFields):
    """A new one; the organization's own place and trade stand there already."""

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        initial = {
            "sector": (organization.activities or [""])[0],
            "place": organization.place,
            "until": usual_day(),
            **(kwargs.pop("initial", None) or {}),
        }
        super().__init__(*args, initial=initial, **kwargs)


class PostForm(PostFields):
    """One that is there."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, post: Post) -> dict[str, Any]:
        """What it says now."""
        return {name: getattr(post, name) for name in (*PostFields.base_fields, "version")}


def _without_contact(text: str) -> str:
    found = contact_in(text)
    if found:
        raise ValidationError(
            _(
                "Take this out: %(found)s. Everybody could collect a number or an address that stands here; whoever "
                "wants to answer writes to you through the site."
            ),
            params={"found": found},
        )
    return text
