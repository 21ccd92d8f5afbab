"""Addresses of the admin that are no list: ask for a guide, read synonyms from a file, how the index stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from core.admin import AdminPage
from search import asked, indexer, services, synonym_file
from search.engine.base import EngineAwayError
from search.models import QueryCount
from search.permissions import may_manage_index
from search.status import status


@require_POST
def ask_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a query into the queue of guides to write. Raises PermissionDenied, Http404."""
    if not request.user.has_perm("search.add_guidewish"):
        raise PermissionDenied
    _wish, new = services.ask_for_guide(query=get_object_or_404(QueryCount, pk=pk))
    messages.success(
        request, _("Noted: it is in “Guides asked for”.") if new else _("This guide is asked for already.")
    )
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse(asked.NAME)
    return redirect(back)


class SynonymFileForm(forms.Form):
    """A file that holds sets of synonyms and no error."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Text in UTF-8, one set per line, words between commas: “зээл, loan”. “mn:” or “en:” before them says "
            "their language. A line that begins with # is passed over. With an error in it nothing is changed."
        ),
    )

    def clean_file(self) -> list[synonym_file.Row]:
        """What it holds. Raises ValidationError naming each line that is wrong."""
        try:
            return synonym_file.read(self.cleaned_data["file"].read(synonym_file.LARGEST + 1))
        except synonym_file.SynonymFileError as error:
            raise forms.ValidationError(error.problems) from None


class ImportSynonyms(AdminPage, FormView[SynonymFileForm]):
    """Read sets of synonyms from a file."""

    form_class = SynonymFileForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = gettext_lazy("Read synonyms from a file")
    header_icon = "upload"
    success_url = reverse_lazy("search_synonyms:index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raises PermissionDenied."""
        if not request.user.has_perm("search.add_synonymset"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What Wagtail's form wants to know."""
        return {
            **super().get_context_data(**kwargs),
            "action_url": self.request.path,
            "form_is_multipart": True,
            "submit_button_label": _("Read"),
            "submit_button_active_label": _("Reading…"),
        }

    def form_valid(self, form: SynonymFileForm) -> HttpResponse:
        """Add what is new."""
        rows = form.cleaned_data["file"]
        new = services.import_synonyms(rows=rows)
        said = _("Sets in the file: %(rows)d. New ones: %(new)d.") % {"rows": len(rows), "new": new}
        messages.success(self.request, said)
        return super().form_valid(form)


class StatusView(AdminPage, TemplateView):
    """How the index stands; compare it with the database."""

    template_name = "search/admin/status.html"
    page_title = gettext_lazy("Search index")
    header_icon = "cogs"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raises PermissionDenied."""
        if not may_manage_index(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures."""
        return {**super().get_context_data(**kwargs), "status": status()}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Have it compared with the database."""
        services.order_comparison()
        messages.success(request, _("The comparison begins in a moment: look again."))
        return redirect("search_status")


@require_POST
def roll_back(request: HttpRequest) -> HttpResponse:
    """Go back to the previous index. Raises PermissionDenied."""
    if not may_manage_index(request.user):
        raise PermissionDenied
    try:
        name = services.roll_back_index()
    except indexer.NoPreviousError:
        messages.error(request, _("There is no previous index."))
    except indexer.BuildingError:
        messages.error(request, _("An index is being built just now: try again when it is done."))
    except EngineAwayError as error:
        messages.error(request, _("The engine does not answer: %(why)s") % {"why": error})
    else:
        messages.success(
            request, _("In use again: %(name)s. What it lacks is added in a moment.") % {"name": name}
        )
    return redirect("search_status")
