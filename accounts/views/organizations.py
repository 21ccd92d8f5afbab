"""One's organizations: the list, entering one, the entry's own page, changing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.codes import Role
from accounts.confirmed import confirmed_addresses
from accounts.editing import DETAILS, EditConflictError
from accounts.forms.organizations import ROW_FORMS, DetailsForm, EnterForm, LogoForm
from accounts.log_words import label_of, shown
from accounts.models import Claim, Contact, Invitation, Letter, Membership, Organization
from accounts.permissions import organizations as permissions
from accounts.services import organizations as services
from accounts.similar import similar
from accounts.trust import trust_of, with_trust
from accounts.views.organization_base import add_errors, begun, done, for_organization, personal


@personal
def mine(request: HttpRequest) -> HttpResponse:
    """The organizations one belongs to, what waits for oneself, and where to begin."""
    user: Any = request.user
    role = Membership.objects.current().filter(organization=OuterRef("pk"), user=user).values("role")
    own: Any = with_trust(Organization.objects.of(user).annotate(own_role=Subquery(role[:1])))
    labels = dict(Role.choices)
    rows = [(one, labels[one.own_role], trust_of(one)) for one in own]
    invitations = (
        Invitation.objects.open()
        .filter(email__in=confirmed_addresses(user))
        .select_related("organization", "invited_by")
    )
    claims = Claim.objects.filter(claimant=user).select_related("organization").order_by("-asked_at")
    context = {
        "rows": rows,
        "invitations": invitations,
        "claims": claims[:20],
        "umbrellas": permissions.speaks_for(user),
        "may_assist": permissions.may_assist(user),
        "may_enter": permissions.may_enter_organization(user),
    }
    return render(request, "accounts/organizations.html", context)


@personal
def enter(request: HttpRequest) -> HttpResponse:
    """A new entry. Those that look alike are offered before it is made."""
    if not permissions.may_enter_organization(request.user):
        raise PermissionDenied
    form = EnterForm(request.POST or None, by_agency=permissions.may_manage_organizations(request.user))
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
            made = services.enter_organization(
                user=request.user, values=values, token=form.cleaned_data["token"]
            )
            return done(request, _("The draft is saved."), "organization", public_id=made.public_id)
    context = {"form": form, "alike": alike, "assisted": False}
    return render(request, "accounts/organization_enter.html", context, status=422 if form.errors else 200)


@for_organization(permissions.may_open_organization)
def overview(request: HttpRequest, organization: Organization) -> HttpResponse:
    """All that the entry says, with who said it, and where to change it."""
    user = request.user
    sources = {one.field: one for one in organization.field_sources.select_related("said_by")}
    fields = [(label_of(name), text, sources.get(name)) for name, text in _shown_details(organization)]
    context = {
        "organization": organization,
        "trust": trust_of(organization),
        "fields": fields,
        "open_fields": [str(label) for label, text, _source in fields if not text],
        "figures": list(organization.figures.select_related("confirmed_in__umbrella")),
        "contacts": list(Contact.objects.visible_to(user, organization)),
        "certificates": list(organization.certificates.all()),
        "sources": sources,
        "assistance": organization.assistance.filter(claim=None)
        .select_related("helper", "helper_for")
        .first(),
        "role": permissions.role_in(user, organization),
        "asking": Letter.objects.asking_to_join(organization).count()
        if permissions.may_invite(user, organization, Role.MEMBER)
        else 0,
        "may_edit": permissions.may_edit_organization(user, organization),
        "may_own": permissions.may_own(user, organization),
    }
    return render(request, "accounts/organization.html", context)


def _shown_details(organization: Organization) -> list[tuple[str, str]]:
    return [(name, shown(name, getattr(organization, name))) for name in DETAILS]


def _conflict(form: Any, error: EditConflictError) -> None:
    """The form keeps what was typed; sent again, it is meant."""
    data = form.data.copy()
    data["version"] = str(error.version)
    form.data = data


@for_organization(permissions.may_edit_organization)
def edit(request: HttpRequest, organization: Organization) -> HttpResponse:
    """What it says of itself."""
    agency = permissions.may_manage_organizations(request.user)
    form = DetailsForm(request.POST or None, instance=organization, by_agency=agency)
    conflict, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.save_details(
                    user=request.user,
                    organization=organization,
                    values=form.values(),
                    version=form.cleaned_data["version"],
                    source=form.cleaned_data["source"],
                )
            except EditConflictError as error:
                conflict, status = error, 409
                _conflict(form, error)
            else:
                return done(request, _("Saved."), "organization", public_id=organization.public_id)
    context = {"organization": organization, "form": form, "conflict": conflict}
    return render(request, "accounts/organization_edit.html", context, status=status)


@for_organization(permissions.may_edit_organization)
def rows(request: HttpRequest, organization: Organization, kind: str) -> HttpResponse:
    """Figures by year, contacts, certificates. Raises Http404 for another kind."""
    if kind not in ROW_FORMS:
        raise Http404
    conflict, status = None, 200
    version = organization.version
    if request.method == "POST":
        forms = ROW_FORMS[kind](request.POST)
        status = 422
        version = begun(request)
        if forms.is_valid():
            try:
                services.save_rows(
                    user=request.user,
                    organization=organization,
                    kind=kind,
                    rows=forms.rows(),
                    version=version,
                )
            except EditConflictError as error:
                conflict, status, version = error, 409, error.version
            except ValidationError as error:
                forms.non_form_errors().extend(error.messages)
            else:
                return done(request, _("Saved."), "organization", public_id=organization.public_id)
    else:
        names = ["id", *ROW_FORMS[kind].form.Meta.fields]
        related: Any = getattr(organization, kind)
        forms = ROW_FORMS[kind](initial=list(related.values(*names)))
    context = {
        "organization": organization,
        "forms": forms,
        "kind": kind,
        "version": version,
        "conflict": conflict,
    }
    return render(request, "accounts/organization_rows.html", context, status=status)


@for_organization(permissions.may_edit_organization)
def logo(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Send a logo, or take it away."""
    form = LogoForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        if "remove" in request.POST:
            services.set_logo(user=request.user, organization=organization, picture=None)
            return done(request, _("The logo is removed."), "organization", public_id=organization.public_id)
        status = 422
        if form.is_valid():
            try:
                services.set_logo(
                    user=request.user, organization=organization, picture=form.cleaned_data["picture"]
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                return done(request, _("Saved."), "organization", public_id=organization.public_id)
    context = {"organization": organization, "form": form}
    return render(request, "accounts/organization_logo.html", context, status=status)


@require_safe
def logo_image(request: HttpRequest, public_id: str) -> HttpResponse:
    """The logo, for those who may see the organization. Raises Http404."""
    organization = get_object_or_404(Organization, public_id=public_id)
    if not organization.logo or not permissions.may_see_organization(request.user, organization):
        raise Http404
    try:
        with organization.logo.open() as kept:
            response = HttpResponse(kept.read(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    return response
