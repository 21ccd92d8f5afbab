"""The agency's pages for registers: send one in, read the report, import it, take it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from accounts.admin.base import PER_PAGE, AgencyOnly, AgencyPage, CountItem
from core.admin import AdminPage
from core.once import OnceForm
from directory.importing import report
from directory.importing.columns import COLUMNS
from directory.importing.problems import told
from directory.importing.table import MOST_MB
from directory.importing.values import EARLIEST
from directory.models import ImportRow, RegisterImport
from directory.services import registers

#: While the worker is at it, the page asks again after so many seconds, with scripts off too.
AGAIN = 3


class RegisterForm(OnceForm):
    """The file and what is known of it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 20 MB and 50,000 rows."),
    )
    source = forms.CharField(
        label=gettext_lazy("Name of the register"),
        max_length=100,
        help_text=gettext_lazy("Readers see it as the source of each value, with the date."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("Date of the extract"),
        widget=AdminDateInput,
        help_text=gettext_lazy("The day of which the register tells."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("The first one where nothing stands here."),
    )
    state_register = forms.BooleanField(
        label=gettext_lazy("This file is an extract of the state register itself"),
        required=False,
        help_text=gettext_lazy(
            "Entries whose name, legal form and number are as in the file are then shown as compared with the state "
            "register on that date. Leave it empty for lists of a ministry, an aimag or a union."
        ),
    )

    def clean_file(self) -> Any:
        """Raises ValidationError for one that is too large."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_MB * 1024 * 1024:
            raise ValidationError(told({"code": "large", "most": MOST_MB}))
        return sent

    def clean_as_of(self) -> dt.date:
        """Raises ValidationError for a day to come, or of a year that figures can't have."""
        day: dt.date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("The date cannot lie in the future."))
        if day.year < EARLIEST:
            raise ValidationError(told({"code": "year", "value": day.year}))
        return day


class Imports(AgencyPage):
    """All imports, the newest first."""

    template_name = "directory/admin/imports.html"
    page_title = gettext_lazy("Registers imported")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `pager`."""
        rows = RegisterImport.objects.defer("content").select_related("started_by")
        pager = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "pager": pager}


class NewImport(AgencyOnly, AdminPage, FormView[RegisterForm]):
    """Send a register in."""

    form_class = RegisterForm
    template_name = "directory/admin/import_new.html"
    page_title = gettext_lazy("Import a register")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the columns that are understood."""
        return {**super().get_context_data(**kwargs), "columns": COLUMNS.values()}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        """On to its page, where the report comes."""
        values = dict(form.cleaned_data)
        sent = values.pop("file")
        made = registers.send_in_register(
            user=self.request.user, file_name=sent.name, content=sent.read(), **values
        )
        return redirect("directory_import", made.pk)

    def form_invalid(self, form: RegisterForm) -> HttpResponse:
        """With what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Import(AgencyPage):
    """One import: how far it is, its report, what may be done with it."""

    template_name = "directory/admin/import.html"
    header_icon = "upload"

    def get_page_title(self) -> str:
        """The register with its date."""
        return str(self.register())

    def register(self) -> RegisterImport:
        """That of the address. Raises Http404."""
        if not hasattr(self, "_register"):
            rows = RegisterImport.objects.defer("content")
            self._register = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._register

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what the page shows."""
        of, kind = self.register(), self.request.GET.get("kind", "")
        rows = of.rows.all()
        if kind in ImportRow.Kind.values:
            rows = rows.filter(kind=kind)
        elif kind == "doubtful":
            rows = rows.exclude(alike=[])
        elif kind == "left":
            rows = rows.filter(outcome__in=[ImportRow.Outcome.LEFT, ImportRow.Outcome.STAYS])
        else:
            kind = ""
        pager = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        counts = report.counts(of)
        return {
            **super().get_context_data(**kwargs),
            "register": of,
            "problem": told(of.problem) if of.problem else "",
            "counts": counts,
            "outcomes": [] if of.state in {of.State.READING, of.State.READY} else report.outcomes(of),
            "reasons": report.reasons(of),
            "doubtful": report.doubtful(of),
            "to_write": sum(one.number for one in counts if one.kind in {"new", "changed"}),
            "kind": kind,
            "pager": pager,
            "rows": report.in_words(pager),
            "percent": of.done * 100 // of.total if of.total else 0,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """While the worker is at it, the browser is told to ask again."""
        response = super().get(request, *args, **kwargs)
        if self.register().is_moving:
            response["Refresh"] = str(AGAIN)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The next step. Raises Http404 for another."""
        of, do = self.register(), request.POST.get("do")
        try:
            if do == "import":
                leave = "with_doubles" not in request.POST
                registers.import_register(user=request.user, register_import=of, leave_doubles=leave)
            elif do == "undo":
                registers.take_register_back(user=request.user, register_import=of)
            elif do == "go-on":
                registers.go_on_with_register(user=request.user, register_import=of)
            else:
                raise Http404
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        return redirect("directory_import", of.pk)


class ReportFile(AgencyOnly, View):
    """The whole report for a spreadsheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Raises Http404."""
        of = get_object_or_404(RegisterImport.objects.defer("content"), pk=pk)
        return _file(report.as_csv(of), f"import-{of.pk}.csv")


class Template(AgencyOnly, View):
    """An empty register with its headings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A CSV that spreadsheet programs open rightly."""
        return _file(report.template_csv(), "register.csv")


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def urls() -> list[Any]:
    """Below the admin's own."""
    return [
        path("organizations/imports/", Imports.as_view(), name="directory_imports"),
        path("organizations/imports/new/", NewImport.as_view(), name="directory_import_new"),
        path("organizations/imports/template/", Template.as_view(), name="directory_import_template"),
        path("organizations/imports/<int:pk>/", Import.as_view(), name="directory_import"),
        path("organizations/imports/<int:pk>/report/", ReportFile.as_view(), name="directory_import_report"),
    ]


def menu_item() -> CountItem:
    """In the menu of organizations."""
    return CountItem(
        gettext_lazy("Import a register"), reverse("directory_imports"), icon_name="upload", order=10
    )
