"""Forms of profiles, letters, reports, and of leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms.places import PlaceField
from accounts.models import PracticeField, Profile, Report
from accounts.names import check_name, tidy_name
from accounts.trades import may_stand_as
from core.once import OnceForm

if TYPE_CHECKING:
    from accounts.models import User


class ProfileForm(forms.Form):
    """What a person tells of themselves."""

    name = forms.CharField(
        label=_("Name"), help_text=_("What others see. It need not be your full name."), max_length=120
    )
    about = forms.CharField(
        label=_("About me"),
        help_text=_("What you do, what you know, in which cooperative. At most 600 characters."),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 600}),
        max_length=600,
        required=False,
    )
    place = PlaceField()
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("In which we write mails to you."), choices=settings.LANGUAGES
    )
    audience = forms.ChoiceField(
        label=_("Who sees your profile?"), choices=Profile.Audience, widget=forms.RadioSelect
    )
    shown = forms.MultipleChoiceField(
        label=_("What do others see beside your name?"),
        choices=Profile.Part,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fields_of_practice = forms.MultipleChoiceField(
        label=_("In which fields can you help others?"),
        choices=PracticeField.Field,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    trade = forms.ChoiceField(
        label=_("In the list of practitioners"),
        help_text=_(
            "Others find you there and write to you through the site. Your mail address is not shown; you may leave "
            "the list at any time."
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        trades = [(t.value, t.label) for t in Profile.Trade if may_stand_as(person, t)]
        self.fields["trade"].choices = [("", _("Not in the list")), *trades]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, person: User) -> dict[str, Any]:
        """How the person's profile stands now."""
        profile = Profile.of(person)
        return {
            "name": person.name,
            "language": person.language,
            "about": profile.about,
            "place": profile.place,
            "audience": profile.audience,
            "shown": [part for part in Profile.Part.values if profile.shows(part)],
            "fields_of_practice": [row.field for row in profile.practice.all()] if profile.pk else [],
            "trade": profile.trade,
            "version": profile.version,
        }

    def clean_name(self) -> str:
        """A name that imitates nobody. Raises ValidationError with the reason."""
        name = tidy_name(self.cleaned_data["name"])
        if name != self.person.name:
            check_name(name, self.person)
        return name

    def values(self) -> dict[str, Any]:
        """As `services.profiles.save_profile` takes them."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "language": cleaned["language"],
            "about": cleaned["about"],
            "place": cleaned["place"],
            "audience": cleaned["audience"],
            "kept_back": [part for part in Profile.Part.values if part not in cleaned["shown"]],
            "fields": cleaned["fields_of_practice"],
            "trade": cleaned["trade"],
        }


class PhotoForm(forms.Form):
    """A new photo. What the file holds is looked at by the service."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, at most 10 MB. Where and by which device it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class OpenForm(OnceForm):
    """A form for everybody, with a field that people do not see and programs fill in."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_spam(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


class LetterForm(OpenForm):
    """A letter to a person of the list."""

    text = forms.CharField(
        label=_("Letter"),
        help_text=_("Who you are, what you ask. At most 3,000 characters."),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 3000}),
        max_length=3000,
        min_length=20,
        error_messages={
            "required": _("Write what you want to ask."),
            "min_length": _("Write a little more, so that they understand what you ask."),
            "max_length": _("Shorten the letter to 3,000 characters."),
        },
    )


class ReportForm(OpenForm):
    """What breaks the rules, and how."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("Tell more"),
        help_text=_("How do you know? At most 2,000 characters."),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Shorten it to 2,000 characters.")},
    )


class DeletionForm(forms.Form):
    """Nobody deletes an account by a slip."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account"),
        error_messages={"required": _("Tick the box if you are sure.")},
    )


class AcceptTermsForm(forms.Form):
    """Which version was read."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=20)
