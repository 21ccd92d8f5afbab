"""A place is asked in two steps: the aimag or city, then what lies in it.

One list of all would hold some 360 names: too many to scroll through on a phone, and half of what a first view may
weigh.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import places


class PlaceSelect(forms.Select):
    """The aimag under the field's name; its soums, once it is known, under that name with `_in`."""

    template_name = "components/place.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As of a select; `below` is the one of the soums, None before the aimag is known."""
        outer, inner = value if isinstance(value, list) else (value, None)
        if outer and places.has(outer) and places.place(outer).parent:
            outer, inner = places.place(outer).parent, outer
        context = super().get_context(name, outer, attrs)
        known = places.place(outer).children() if outer and places.has(outer) else ()
        below = None
        if known:
            choices = [("", _("The whole of it")), *((one.code, one.name) for one in known)]
            select = forms.Select(choices=choices)
            below = select.get_context(f"{name}_in", inner, {"id": f"id_{name}_in"})["widget"]
        return {**context, "below": below}

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> list[str | None]:
        """Both codes; None in the place of the soum's where it was not asked yet."""
        return [data.get(name) or "", data.get(f"{name}_in")]


class PlaceField(forms.ChoiceField):
    """Becomes the code of a soum or district, of an aimag or city as a whole, or "" where nothing was said."""

    widget = PlaceSelect

    def __init__(self) -> None:
        super().__init__(
            label=_("Aimag or city"),
            help_text=_("The soum or district is asked afterwards. Optional."),
            choices=lambda: [
                ("", _("Not said")),
                *((one.code, one.full_name) for one in places.top_places()),
            ],
            required=False,
        )

    def clean(self, value: Any) -> str:
        """Raises ValidationError for what is no place, and where the soum is still to be asked."""
        outer, inner = value
        if not outer:
            return ""
        code: str = inner or outer
        if not places.has(code):
            raise ValidationError(_("Choose a place of the list."))
        chosen = places.place(code)
        moved = bool(inner) and chosen.parent != outer
        if moved or (inner is None and chosen.children()):
            raise ValidationError(_("Now choose the soum or district as well, then send the form again."))
        return code
