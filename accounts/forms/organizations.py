"""What people fill in about organizations."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import BLANK_CHOICE_DASH
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.codes import Activity, ContactKind, Level, Purpose, Role
from accounts.forms.places import PlaceField
from accounts.models import Assistance, Certificate, Contact, Organization, YearFigures
from accounts.pictures import clean_picture
from core.legal_forms import legal_forms
from core.once import OnceForm

MOST_ACTIVITIES = 5


def legal_form_choices() -> list[tuple[str, Any]]:
    """The country's legal forms."""
    return [("", _("Choose")), *((form.code, form.name) for form in legal_forms().values())]


class DetailsForm(forms.ModelForm[Organization]):
    """What an organization says of itself. Nothing is saved here: a service does."""

    place = PlaceField()
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=legal_form_choices, required=False)
    activities = forms.MultipleChoiceField(
        label=_("What it does"),
        choices=Activity,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("At most five."),
    )
    sdg_goals = forms.TypedMultipleChoiceField(
        label=_("Goals of sustainable development"),
        choices=[(str(n), str(n)) for n in range(1, 18)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The numbers of the goals to which you contribute."),
    )
    source = forms.CharField(
        label=_("Where this comes from"),
        max_length=200,
        required=False,
        help_text=_("Such as: certificate of the state register, report of 2025. Optional."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Organization
        fields: ClassVar[list[str]] = [
            "name_mn", "name_en", "legal_form", "level", "registration_number", "founded", "place", "isic",
            "activities", "member_type", "about", "audited_on", "auditor", "sdg_goals", "sdg_statement",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "about": forms.Textarea({"rows": 4}),
            "sdg_statement": forms.Textarea({"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "founded": _("The year, the month or the day: 2019, 2019.05 or 2019.05.06."),
            "audited_on": _("The year, the month or the day: 2019, 2019.05 or 2019.05.06."),
            "registration_number": _("The number on the certificate of the state register."),
            "about": _("In a few sentences: for whom it works, and what it offers."),
        }

    def __init__(self, *args: Any, by_agency: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit_levels(self, self.instance.level if self.instance.pk else "", by_agency=by_agency)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        _name_the_empty(self)

    def clean_activities(self) -> list[str]:
        """Few enough. Raises ValidationError."""
        found: list[str] = self.cleaned_data["activities"]
        if len(found) > MOST_ACTIVITIES:
            raise ValidationError(_("Choose at most five."))
        return found

    def _post_clean(self) -> None:
        """The instance stays as it is in the database; the model's own checks of values still run."""
        for name, value in self.values().items():
            field: Any = Organization._meta.get_field(name)
            try:
                field.clean(value, None)
            except ValidationError as error:
                self.add_error(name, error)

    def values(self) -> dict[str, Any]:
        """What a service takes."""
        return {
            name: self.cleaned_data[name] for name in self._meta.fields or [] if name in self.cleaned_data
        }


def _limit_levels(form: Any, own: str, *, by_agency: bool) -> None:
    """Only the agency's staff makes a national union or a state agency of an entry."""
    field = form.fields["level"]
    kept = {Level.APEX, Level.AGENCY} - {own}
    field.choices = [choice for choice in Level.choices if by_agency or choice[0] not in kept]


def _name_the_empty(form: forms.Form | forms.ModelForm[Any]) -> None:
    """What is not chosen yet says so, where Django writes dashes."""
    for field in form.fields.values():
        choices = list(getattr(field, "choices", ()))
        if choices[:1] == BLANK_CHOICE_DASH:
            field.choices = [("", _("Choose")), *choices[1:]]  # type: ignore[attr-defined]


class EnterForm(OnceForm):
    """The least that is needed for a draft."""

    name_mn = forms.CharField(
        label=_("Name in Mongolian"),
        max_length=200,
        help_text=_("As in the state register, or as you call yourselves."),
    )
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=legal_form_choices, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=20,
        required=False,
        help_text=_("The number on the certificate of the state register. Optional."),
    )
    place = PlaceField()

    def __init__(self, *args: Any, by_agency: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit_levels(self, "", by_agency=by_agency)

    def values(self) -> dict[str, Any]:
        """What a service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name in EnterForm.base_fields}


class HelpForm(forms.Form):
    """For whom a helper acts, and how that person agreed."""

    person_name = forms.CharField(label=_("Name of the person you help"), max_length=120)
    consent = forms.ChoiceField(
        label=_("How the person agreed"), choices=Assistance.Consent, widget=forms.RadioSelect
    )
    consent_on = forms.DateField(
        label=_("When the person agreed"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),  # what browsers read
        initial=timezone.localdate,
    )
    helper_for = forms.ChoiceField(label=_("In whose name you help"))

    def __init__(self, *args: Any, helps_for: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helps_for = {one.public_id: one for one in helps_for}
        field: Any = self.fields["helper_for"]
        field.choices = [(one.public_id, one.name) for one in helps_for]

    def clean_helper_for(self) -> Organization:
        """The organization itself."""
        return self.helps_for[self.cleaned_data["helper_for"]]

    def clean_consent_on(self) -> Any:
        """Not in the future. Raises ValidationError."""
        day = self.cleaned_data["consent_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def help_given(self) -> dict[str, Any]:
        """What a service takes."""
        return {name: self.cleaned_data[name] for name in ("person_name", "consent", "consent_on")}


class AssistEnterForm(HelpForm, EnterForm):
    """A helper enters an organization for somebody."""

    field_order = ["person_name", "consent", "consent_on", "helper_for"]


class ClaimForm(OnceForm):
    """Why a person may look after an entry."""

    text = forms.CharField(
        label=_("What you do there, and who can confirm it"),
        widget=forms.Textarea({"rows": 4}),
        max_length=1000,
        help_text=_("Such as: I chair the board; our union knows me. At most 1,000 characters."),
    )


class AssistClaimForm(HelpForm, ClaimForm):
    """A helper asks for somebody."""

    field_order = ["person_name", "consent", "consent_on", "helper_for"]


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("Mail address"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [(role.value, role.label) for role in roles]


class ConsentForm(forms.Form):
    """What the organization agrees to."""

    purposes = forms.MultipleChoiceField(
        label=_("We agree to"), choices=Purpose, widget=forms.CheckboxSelectMultiple, required=False
    )


class CodeForm(forms.Form):
    """The code that a helper gave."""

    code = forms.CharField(
        label=_("Hand-over code"),
        max_length=30,
        help_text=_("Ten letters and digits. Large or small letters, with or without the dash."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class LogoForm(forms.Form):
    """A picture, drawn anew before anybody sees it."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_picture(self) -> Any:
        """Drawn anew. Raises ValidationError for what is no picture that we read."""
        return clean_picture(self.cleaned_data["picture"], 512)


# What stands in several rows


class RowForm(forms.ModelForm[Any]):
    """One row; `id` tells which."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_empty(self)

    def _post_clean(self) -> None:
        """Nothing is put into an instance."""

    def row(self) -> dict[str, Any]:
        """What a service takes."""
        values = {name: self.cleaned_data.get(name) for name in self._meta.fields or []}
        return {**values, "id": self.cleaned_data.get("id"), "delete": self.cleaned_data.get("DELETE", False)}


class FiguresForm(RowForm):
    """Figures of a year."""

    class Meta:
        model = YearFigures
        fields: ClassVar[list[str]] = ["year", "members", "women", "youth", "employees"]

    def clean(self) -> dict[str, Any]:
        """Parts are no more than the whole."""
        cleaned = super().clean() or {}
        members = cleaned.get("members")
        for name, words in (
            ("women", _("There can't be more women than members.")),
            ("youth", _("There can't be more young people than members.")),
        ):
            if members is not None and (cleaned.get(name) or 0) > members:
                self.add_error(name, words)
        if cleaned.get("year") and cleaned["year"] > timezone.localdate().year:
            self.add_error("year", _("This year is still to come."))
        return cleaned


class ContactForm(RowForm):
    """One way to reach it."""

    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = ["kind", "value", "note", "visibility"]

    def clean(self) -> dict[str, Any]:
        """An address that is one."""
        cleaned = super().clean() or {}
        value, kind = (cleaned.get("value") or "").strip(), cleaned.get("kind")
        if not value:
            return cleaned
        try:
            if kind == ContactKind.EMAIL:
                validate_email(value)
            elif kind in {ContactKind.WEBSITE, ContactKind.SOCIAL}:
                value = value if "://" in value else f"https://{value}"
                URLValidator(schemes=["http", "https"])(value)
        except ValidationError:
            words = {
                ContactKind.EMAIL: _("Write the mail address in full."),
                ContactKind.WEBSITE: _("Write the address of the page, such as www.example.mn."),
            }
            self.add_error(
                "value", words[ContactKind.EMAIL if kind == ContactKind.EMAIL else ContactKind.WEBSITE]
            )
        cleaned["value"] = value
        return cleaned


class CertificateForm(RowForm):
    """One certificate."""

    class Meta:
        model = Certificate
        fields: ClassVar[list[str]] = ["name", "issuer", "number", "valid_until"]


class Rows(BaseFormSet[RowForm]):
    """Several of them, with the version they began from."""

    def clean(self) -> None:
        """No year twice. Raises ValidationError."""
        years = [
            form.cleaned_data.get("year")
            for form in self.forms
            if form.is_valid() and not form.cleaned_data.get("DELETE")
        ]
        years = [year for year in years if year]
        if len(years) != len(set(years)):
            raise ValidationError(_("A year stands there twice."))

    def rows(self) -> list[dict[str, Any]]:
        """What a service takes: without the empty ones."""
        return [form.row() for form in self.forms if form.has_changed() or form.cleaned_data.get("id")]


def _formset(form: type[RowForm]) -> Any:
    return formset_factory(
        form, formset=Rows, extra=1, can_delete=True, can_delete_extra=False, max_num=30, validate_max=True
    )


ROW_FORMS: dict[str, Any] = {
    "figures": _formset(FiguresForm),
    "contacts": _formset(ContactForm),
    "certificates": _formset(CertificateForm),
}
