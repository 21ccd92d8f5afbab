"""Entering for somebody else, and taking over what was entered."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.confirmed import is_confirmed
from accounts.forms.organizations import AssistClaimForm, AssistEnterForm, CodeForm
from accounts.models import Assistance, Organization
from accounts.permissions import organizations as permissions
from accounts.services import assisted as services
from accounts.similar import similar
from accounts.views.organization_base import View, add_errors, done, for_organization, personal, text_of


def _helpers_only(request: HttpRequest) -> list[Organization]:
    """In whose name the person helps. Raises Http404 for who may not."""
    found = permissions.helps_for(request.user)
    if not found:
        raise Http404
    return found


def _for_helpers(view: View) -> View:
    """404 for whoever may not help; a second factor where it is demanded."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        _helpers_only(request)
        return second_factor.needed(view)(request)

    return personal(opened)


@_for_helpers
def overview(request: HttpRequest) -> HttpResponse:
    """What one entered for others; a new code for hand-over. The code is shown once."""
    code, fresh = "", None
    if request.method == "POST":
        fresh = get_object_or_404(
            Assistance.objects.open(), public_id=text_of(request, "which"), helper=request.user.pk
        )
        code = services.make_code(user=request.user, assistance=fresh)
    rows = Assistance.objects.filter(helper=request.user.pk).select_related(
        "organization", "handed_to", "claim"
    )
    context = {"rows": rows[:100], "code": code, "fresh": fresh}
    return render(request, "accounts/assist.html", context)


@_for_helpers
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an organization for somebody."""
    helps_for = _helpers_only(request)
    agency = permissions.may_manage_organizations(request.user)
    form = AssistEnterForm(request.POST or None, helps_for=helps_for, by_agency=agency)
    alike: list[Organization] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if "sure" not in request.POST:
            alike = similar(
                name=values["name_mn"],
                registration_number=values["registration_number"],
                place=values["place"],
            )
        if not alike:
            made = services.assist_organization(
                user=request.user,
                values=values,
                token=form.cleaned_data["token"],
                helper_for=form.cleaned_data["helper_for"],
                help_given=form.help_given(),
            )
            return done(
                request,
                _("The draft is saved. Make the hand-over code when the entry is ready."),
                "organization",
                public_id=made.organization.public_id,
            )
    context = {"form": form, "alike": alike, "assisted": True}
    return render(request, "accounts/organization_enter.html", context, status=422 if form.errors else 200)


def _may_assist_here(user: Any, organization: Organization) -> bool:
    return organization.is_public and permissions.may_assist(user)


@for_organization(_may_assist_here)
@second_factor.needed
def claim(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Ask, for somebody, that they may look after an entry."""
    form = AssistClaimForm(request.POST or None, helps_for=_helpers_only(request))
    if request.method == "POST" and form.is_valid():
        services.assist_claim(
            user=request.user,
            organization=organization,
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            helper_for=form.cleaned_data["helper_for"],
            help_given=form.help_given(),
        )
        return done(
            request,
            _("The request is on its way. Make the hand-over code for the person you help."),
            "organization-assist",
        )
    context = {"organization": organization, "form": form}
    return render(
        request, "accounts/organization_assist_claim.html", context, status=422 if form.errors else 200
    )


@personal
def take_over(request: HttpRequest) -> HttpResponse:
    """Type the code that a helper gave."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                assistance = services.take_over(user=request.user, code=form.cleaned_data["code"])
            except ValidationError as error:
                add_errors(form, error)
            else:
                own = permissions.role_in(request.user, assistance.organization) is not None
                if own:
                    return done(
                        request,
                        _("The entry is yours now."),
                        "organization",
                        public_id=assistance.organization.public_id,
                    )
                return done(
                    request,
                    _("The request is yours now. You get a mail when it is decided."),
                    "organizations",
                )
    context = {"form": form, "confirmed": is_confirmed(request.user)}
    return render(request, "accounts/take_over.html", context, status=status)
