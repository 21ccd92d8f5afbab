"""Reports for editors: what is due, what waits for a native reader, what readers say."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import TextFieldComparison, register_comparison_class
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.reports import PageReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from content.changes import page_models
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


def ids_where(**conditions: Any) -> set[int]:
    """Ids of live pages of any of our types that meet the conditions."""
    return {
        pk
        for model in page_models()
        for pk in model.objects.live().filter(**conditions).values_list("pk", flat=True)
    }


class OurPageReport(PageReportView):
    """Ground of both reports: pages this editor may work on."""

    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]

    def wanted(self) -> set[int]:
        """Ids of the pages to list."""
        raise NotImplementedError

    def get_queryset(self) -> Any:
        """In the order of their last publishing, the oldest first."""
        self.queryset = (
            Page.objects.filter(Q(pk__in=self.wanted()))
            .select_related("content_type", "locale")
            .prefetch_workflow_states()
            .annotate_approved_schedule()
            .order_by("last_published_at")
        )
        return super().get_queryset()


class CheckDueReport(OurPageReport):
    """Pages whose check date is past."""

    page_title = _("Pages whose check is due")
    header_icon = "calendar-check"
    index_url_name = "report-check-due"
    index_results_url_name = "report-check-due-results"

    def wanted(self) -> set[int]:
        """Live pages whose check was due before today."""
        return ids_where(check_due__lt=timezone.localdate())


class NativeReadingReport(OurPageReport):
    """Mongolian pages that no native editor has read yet."""

    page_title = _("Not read by a native editor")
    header_icon = "openquote"
    index_url_name = "report-native-reading"
    index_results_url_name = "report-native-reading-results"

    def wanted(self) -> set[int]:
        """Live Mongolian pages without the tick."""
        return ids_where(read_by_native=False, locale__language_code="mn")


class RemarksViewSet(ModelViewSet):
    """What readers say of pages: to be read, and deleted when dealt with."""

    model = Remark
    icon = "comment"
    menu_label = _("Remarks of readers")
    menu_order = 160
    add_to_admin_menu = True
    form_fields: ClassVar[list[str]] = ["text"]
    inspect_view_enabled = True
    list_display: ClassVar[list[Any]] = [
        Column("page", label=_("Page")),
        BooleanColumn("useful", label=_("Useful")),
        Column("text", label=_("Remark")),
        Column("created_at", label=_("Received")),
    ]
    list_filter: ClassVar[list[str]] = ["useful"]
