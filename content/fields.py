"""Model fields of the content room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models


class CodesField(models.JSONField):
    """Several codes of a fixed list, edited as boxes to tick; in the database a JSON list."""

    def __init__(self, *args: Any, codes: Mapping[str, Any] | None = None, **options: Any) -> None:
        self.codes = codes or {}
        options.setdefault("default", list)
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> Any:
        """One box a code."""
        return forms.MultipleChoiceField(
            label=options.get("label", self.verbose_name),
            choices=list(self.codes.items()),
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            help_text=self.help_text,
        )
