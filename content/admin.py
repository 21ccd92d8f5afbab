"""The editors' side of readers' remarks, and how two versions of a text in several languages are compared."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import TextFieldComparison, register_comparison_class
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, StatusFlagColumn
from wagtail.admin.viewsets.model import ModelViewSet

from content import services
from content.models import Remark
from core.fields import LocalizedTextField


class LocalizedComparison(TextFieldComparison):
    """Two versions of a text of several languages, each language on its line."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a: str = self._lines(field.value_from_object(obj_a))
        self.val_b: str = self._lines(field.value_from_object(obj_b))

    def _lines(self, value: dict[str, str] | None) -> str:
        return "\n".join(f"{language}: {text}" for language, text in sorted((value or {}).items()))


register_comparison_class(LocalizedTextField, comparison_class=LocalizedComparison)


class AnswerForm(WagtailAdminModelForm):
    """What was done about a remark. What the reader wrote stays as it is."""

    answered = forms.BooleanField(label=_("Dealt with"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["answered"] = self.instance.answered_at is not None

    def save(self, commit: bool = True) -> Remark:
        """By the service; there is no half of it."""
        cleaned = self.cleaned_data
        return services.answer_remark(
            remark=self.instance, user=self.for_user, answered=cleaned["answered"], note=cleaned["note"]
        )


class RemarkFilter(WagtailFilterSet):
    """By whether they were dealt with, and what the reader thought."""

    open = django_filters.ChoiceFilter(
        label=_("Dealt with"), choices=[("yes", _("not yet")), ("no", _("Dealt with"))], method="is_open"
    )

    class Meta:
        model = Remark
        fields: ClassVar[list[str]] = ["open", "useful"]

    def is_open(self, remarks: Any, name: str, value: str) -> Any:
        """Those nobody has dealt with, or the others."""
        return remarks.filter(answered_at__isnull=value == "yes")


class RemarksViewSet(ModelViewSet):
    """What readers say of pages, page by page: to be read and dealt with."""

    model = Remark
    icon = "comment"
    menu_label = _("Remarks of readers")
    menu_order = 160
    add_to_admin_menu = True
    inspect_view_enabled = True
    ordering = ("answered_at", "page", "-created_at")
    search_fields: ClassVar[list[str]] = ["text", "note", "page__title"]
    filterset_class = RemarkFilter
    list_display: ClassVar[list[Any]] = [
        Column("page", label=_("Page"), sort_key="page__title"),
        Column("text", label=_("Remark")),
        BooleanColumn("useful", label=_("Useful")),
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        StatusFlagColumn("answered_at", label=_("Dealt with"), true_label=_("Dealt with")),
        Column("answered_by", label=capfirst(_("answered by"))),
    ]
    list_export: ClassVar[list[str]] = ["page", "text", "useful", "created_at", "answered_at", "note"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("page", read_only=True),
                    FieldPanel("useful", read_only=True),
                    FieldPanel("text", read_only=True),
                    FieldPanel("created_at", read_only=True),
                ],
                _("What the reader said"),
            ),
            MultiFieldPanel([FieldPanel("answered"), FieldPanel("note")], _("What was done")),
        ],
        base_form_class=AnswerForm,
    )
