"""A short text in every language of the site, kept in one column: {"mn": "…", "en": "…"}.

For snippets, where a row a language would split one truth in two (a dated fact, a term). Pages are translated
by wagtail-localize instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def content_languages() -> dict[str, str]:
    """Codes and names of the languages that content is written in, the source language first."""
    return {str(code): str(name) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES}


def localized(value: Mapping[str, str] | None, language: str | None = None) -> str:
    """The text in `language` (None: the active one), else in the first content language, else ""."""
    if not value:
        return ""
    wanted = language or get_language() or ""
    return value.get(wanted) or value.get(next(iter(content_languages())), "")


def _normal(value: Any) -> Any:
    """Stripped texts, empty ones left out; what is no mapping of texts comes back as it is."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        return value
    return {str(code): text.strip() for code, text in value.items() if text.strip()}


def _missing(value: Mapping[str, str], required: Sequence[str]) -> ValidationError | None:
    """An error that names the languages whose text is missing, or None."""
    names = content_languages()
    absent = [names.get(code, code) for code in required if not value.get(code)]
    if not absent:
        return None
    return ValidationError(
        _("The text is missing in: %(languages)s."),
        code="required",
        params={"languages": ", ".join(absent)},
    )


class LocalizedTextWidget(forms.MultiWidget):
    """One labelled input (or textarea) a language; the names in the form are `<field>_<language>`."""

    template_name = "core/localized_text.html"
    use_fieldset = True

    def __init__(
        self, *, multiline: bool = False, label: Any = "", attrs: dict[str, Any] | None = None
    ) -> None:
        self.languages = content_languages()
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code, name in self.languages.items():
            own = {"lang": code, "aria-label": format_lazy("{} ({})", label, name) if label else name}
            if multiline:
                # Wagtail's admin lets it grow with its text; elsewhere the attribute means nothing.
                widgets[code] = forms.Textarea({**own, "rows": 2, "data-controller": "w-autosize"})
            else:
                widgets[code] = forms.TextInput(own)
        super().__init__(widgets, attrs)

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the browser would ask for every language."""
        return False

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The texts in the order of the inputs."""
        return [(value or {}).get(code, "") for code in self.languages]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:  # type: ignore[override]
        """The texts by language, as typed."""
        typed = super().value_from_datadict(data, files, name)
        return {code: text or "" for code, text in zip(self.languages, typed, strict=True)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds to each input the name of its language, for its label."""
        context = super().get_context(name, value, attrs)
        for part, language in zip(context["widget"]["subwidgets"], self.languages.values(), strict=True):
            part["language_name"] = language
        return context


class LocalizedTextFormField(forms.Field):
    """The form's side. Cleans to {"mn": "…"} with stripped texts, empty ones left out."""

    widget = LocalizedTextWidget

    def __init__(self, *, required_languages: Sequence[str] = (), **options: Any) -> None:
        super().__init__(**options)
        self.required_languages = tuple(required_languages)

    def to_python(self, value: Any) -> Any:
        """Stripped texts by language."""
        return _normal(value)

    def validate(self, value: Any) -> None:
        """Raises ValidationError where nothing is written or a required language is missing."""
        super().validate(value)
        if error := _missing(value, self.required_languages):
            raise error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """An unset field and an empty one are alike."""
        return super().has_changed(_normal(initial), data)


class LocalizedTextField(models.JSONField):
    """A text in several languages as {"mn": "…", "en": "…"}; read it with `localized`.

    Its options say how it is edited, not what the database holds: migrations know nothing of them.

    multiline:          a textarea a language instead of an input.
    required_languages: codes that must have a text; by default all content languages, none if `blank`.
    """

    def __init__(
        self,
        verbose_name: Any = None,
        name: str | None = None,
        *,
        multiline: bool = False,
        required_languages: Sequence[str] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("default", dict)
        self.multiline = multiline
        self.required_languages = None if required_languages is None else tuple(required_languages)
        super().__init__(verbose_name, name, **options)

    def languages_needed(self) -> tuple[str, ...]:
        """Codes of the languages without which a value is refused."""
        if self.required_languages is not None:
            return self.required_languages
        return () if self.blank else tuple(content_languages())

    def to_python(self, value: Any) -> Any:
        """Stripped texts by language; also what a revision's JSON is read with."""
        return _normal(super().to_python(value))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Raises ValidationError for what is no mapping of texts, or lacks a needed language."""
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(_("Expected one text a language."), code="invalid")
        super().validate(value, model_instance)
        if error := _missing(value, self.languages_needed()):
            raise error

    def formfield(self, **options: Any) -> Any:
        """One labelled input a language."""
        options.setdefault("form_class", LocalizedTextFormField)
        options.setdefault("widget", LocalizedTextWidget(multiline=self.multiline, label=self.verbose_name))
        options.setdefault("required_languages", self.languages_needed())
        # A default that is a function would bring hidden inputs, which the widget does not need.
        options.setdefault("show_hidden_initial", False)
        return models.Field.formfield(self, **options)
