"""All entries, one entry with what the agency may do with it, and the capacities that the agency grants."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput

from accounts.admin.base import AgencyOnly, AgencyPage, told
from accounts.changelog import history
from accounts.codes import Level
from accounts.editing import EditConflictError
from accounts.log_words import lines_of
from accounts.models import Affiliation, Capacity, Organization, User
from accounts.services import agency, capacities, organizations
from accounts.similar import similar
from accounts.trust import trust_of, with_trust
from accounts.views.organization_base import add_errors, begun, number, text_of

SHOWN = 20


class EntryFilter(WagtailFilterSet):
    """By name or number, and what it is."""

    name = django_filters.CharFilter(label=gettext_lazy("Name or registration number"), method="named")
    umbrella = django_filters.ChoiceFilter(
        label=gettext_lazy("Umbrella organization"),
        choices=[("yes", gettext_lazy("Recognized"))],
        method="recognized",
    )

    class Meta:
        model = Organization
        fields: ClassVar[list[str]] = ["name", "status", "level", "umbrella"]

    def named(self, rows: Any, name: str, value: str) -> Any:
        """A part of the name, or the number."""
        value = value.replace("\0", "")
        return rows.filter(
            Q(name_mn__icontains=value) | Q(name_en__icontains=value) | Q(registration_number=value)
        )

    def recognized(self, rows: Any, name: str, value: str) -> Any:
        """Umbrellas alone."""
        return rows.umbrellas()


class Entries(AgencyOnly, ReportView):
    """Every entry, drafts and hidden ones too."""

    model = Organization
    page_title = gettext_lazy("All organizations")
    header_icon = "group"
    index_url_name = "accounts_entries"
    index_results_url_name = "accounts_entries_results"
    filterset_class = EntryFilter
    is_searchable = False
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "name", label=gettext_lazy("Name"), get_url=lambda one: reverse("accounts_entry", args=[one.pk])
        ),
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor="get_status_display",
            primary=lambda one: one.is_public,
        ),
        Column("level", label=gettext_lazy("Level"), accessor="get_level_display"),
        Column("place", label=gettext_lazy("Place"), accessor="place_name"),
        Column("trust", label=gettext_lazy("Confirmed"), accessor=lambda one: _trust(one)),
        DateColumn("updated_at", label=gettext_lazy("Changed")),
    ]
    list_export: ClassVar[list[str]] = ["public_id", "name_mn", "name_en", "level", "status", "place"]

    def get_base_queryset(self) -> Any:
        """Those that are not merged into others."""
        return with_trust(Organization.objects.filter(merged_into=None)).order_by("-updated_at", "pk")


def _trust(organization: Organization) -> str:
    return ", ".join(f"{one.text} {one.by}".strip() for one in trust_of(organization))


class Entry(AgencyPage):
    """One entry: what is known, what may be done."""

    template_name = "accounts/admin/entry.html"
    header_icon = "group"

    def get_page_title(self) -> str:
        """Its name."""
        return self.organization().name

    def organization(self) -> Organization:
        """That of the address."""
        if not hasattr(self, "_organization"):
            self._organization = get_object_or_404(Organization, pk=self.kwargs["pk"])
        return self._organization

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what the page shows."""
        one = self.organization()
        alike = similar(name=one.name_mn, registration_number=one.registration_number, place=one.place)
        kwargs.setdefault("typed", "")
        return {
            **super().get_context_data(**kwargs),
            "organization": one,
            "trust": trust_of(one),
            "people": one.memberships.current().select_related("user"),
            "affiliations": Affiliation.objects.current().filter(member=one).select_related("umbrella"),
            "alike": [other for other in alike if other.pk != one.pk],
            "may_be_umbrella": one.level in agency.ABOVE and one.status == "listed",
            "log": [(change, lines_of(change)) for change in history(one)[:SHOWN]],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of the actions; where it can't be done, why not, with what was typed. Raises Http404 for another."""
        one, do, reason = self.organization(), request.POST.get("do"), text_of(request, "reason")[:500]
        decide: dict[str, Any] = {"user": request.user, "organization": one, "version": begun(request)}
        try:
            if do == "check":
                agency.check_register(**decide)
            elif do in {"umbrella", "no-umbrella"}:
                agency.set_umbrella(**decide, recognized=do == "umbrella")
            elif do in {"list", "send-back"}:
                organizations.decide_listing(**decide, approve=do == "list", reason=reason)
            elif do in {"hide", "show"}:
                agency.set_hidden(**decide, hidden=do == "hide", reason=reason)
            else:
                raise Http404
        except ValidationError as error:
            return self._not_done(error.messages, reason, 422)
        except EditConflictError as conflict:
            return self._not_done(told(conflict), reason, 409)
        messages.success(request, _("Done."))
        return redirect("accounts_entry", one.pk)

    def _not_done(self, problems: list[str], reason: str, status: int) -> HttpResponse:
        for problem in problems:
            messages.error(self.request, problem)
        self._organization = Organization.objects.get(pk=self.kwargs["pk"])
        return self.render_to_response(self.get_context_data(typed=reason), status=status)


class CapacityForm(forms.Form):
    """Whom the agency lets speak in which capacity."""

    email = forms.EmailField(label=gettext_lazy("Mail address of the account"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Capacity"),
        choices=[(kind.value, kind.label) for kind in (Capacity.Kind.AUDITOR, Capacity.Kind.AGENCY)],
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Agency, for an officer"),
        queryset=Organization.objects.filter(level=Level.AGENCY),
        required=False,
    )
    licence = forms.CharField(label=gettext_lazy("Licence, for an auditor"), max_length=60, required=False)
    ends_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=AdminDateInput)

    def clean_email(self) -> User:
        """The person. Raises ValidationError where there is none."""
        person = User.objects.filter(email=User.objects.normalize_email(self.cleaned_data["email"])).first()
        if person is None or not person.is_active:
            raise ValidationError(_("There is no account with this address."))
        return person


class Capacities(AgencyPage):
    """Those that are granted now; grant one, end one."""

    template_name = "accounts/admin/capacities.html"
    page_title = gettext_lazy("Badges")
    header_icon = "user"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `rows` and `form`."""
        rows = Capacity.objects.current().select_related("person", "organization", "granted_by")
        kwargs.setdefault("form", CapacityForm())
        return {**super().get_context_data(**kwargs), "rows": rows.order_by("kind", "-granted_at")[:500]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Grant or end. Raises Http404, PermissionDenied."""
        which = request.POST.get("which", "")
        if which:
            capacity = get_object_or_404(Capacity, pk=number(which))
            if capacity.ended_at is not None:
                messages.error(request, _("Somebody took this badge back meanwhile."))
                return redirect("accounts_capacities")
            capacities.end_capacity(
                user=request.user, capacity=capacity, reason=text_of(request, "reason")[:500]
            )
            messages.success(request, _("The badge is taken back."))
            return redirect("accounts_capacities")
        form = CapacityForm(request.POST)
        if form.is_valid():
            values = dict(form.cleaned_data)
            try:
                capacities.grant_capacity(user=request.user, person=values.pop("email"), **values)
            except ValidationError as error:
                add_errors(form, error)
            except PermissionDenied:
                form.add_error("email", _("Nobody grants themselves a badge."))
            else:
                messages.success(request, _("The badge is granted."))
                return redirect("accounts_capacities")
        return self.render_to_response(self.get_context_data(form=form), status=422)
