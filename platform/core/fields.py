"""Text in several languages as one value: {"mn": "…", "en": "…"}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def languages() -> list[tuple[str, str]]:
    """Content languages, the source first: (code, name)."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


def localized(value: Mapping[str, str] | None, language: str | None = None) -> str:
    """The text in `language` (default: the active one), else in the source language, else ""."""
    if not value:
        return ""
    code = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return str(value.get(code) or value.get(languages()[0][0]) or "")


class LocalizedTextField(models.JSONField):
    """A text per content language.

    multiline: whether editors get a large box.
    A field that is not `blank` needs its text in every content language.
    """

    description = _("Text in several languages")

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs["default"] = dict
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """For migrations: how editors see it is no matter of the database."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: Any) -> None:
        """A mapping of texts; complete where the field is required. Raises ValidationError."""
        if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(_("Enter a text for each language."))
        if not self.blank and not all(value.get(code, "").strip() for code, _name in languages()):
            raise ValidationError(_("Enter the text in every language."))

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Without blanks round the texts, without empty ones."""
        self.validate(value, model_instance)
        return {code: text.strip() for code, text in value.items() if text.strip()}

    def formfield(self, **kwargs: Any) -> Any:
        """One box a language."""
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        defaults: dict[str, Any] = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
            "multiline": self.multiline,
        }
        return LocalizedTextFormField(**(defaults | {k: v for k, v in kwargs.items() if k in {"label", "help_text"}}))


class LocalizedTextWidget(forms.MultiWidget):
    """One labelled box a language."""

    template_name = "core/localized_text.html"

    def __init__(self, multiline: bool = False, attrs: dict[str, Any] | None = None) -> None:
        box = forms.Textarea if multiline else forms.TextInput
        widgets = {
            code: box({"lang": code, "aria-label": name, **({"rows": 3} if multiline else {})})
            for code, name in languages()
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        """The texts in the order of the languages."""
        value = value or {}
        return [value.get(code, "") for code, _name in languages()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the languages' names."""
        context = super().get_context(name, value, attrs)
        for (code, label), sub in zip(languages(), context["widget"]["subwidgets"], strict=True):
            sub["language"] = label
            sub["attrs"]["aria-label"] = label
            sub["code"] = code
        return context


class LocalizedTextFormField(forms.MultiValueField):
    """Gives {"mn": "…", "en": "…"}."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False) for _language in languages()]
        super().__init__(fields, widget=LocalizedTextWidget(multiline), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Without the empty ones."""
        return {code: text for (code, _name), text in zip(languages(), data_list, strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any language's text changed."""
        return (initial or {}) != self.compress([str(text or "").strip() for text in data or []])
