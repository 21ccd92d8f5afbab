"""An organization's people: inviting, roles, leaving; accepting an invitation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.belonging import why_not
from accounts.codes import Role
from accounts.confirmed import confirmed_addresses
from accounts.forms.organizations import InviteForm
from accounts.models import Invitation, Letter, Membership, Organization
from accounts.permissions import organizations as permissions
from accounts.services import joining
from accounts.services import memberships as services
from accounts.trust import attach_badges
from accounts.views.organization_base import add_errors, done, for_organization, number, refused


@for_organization(permissions.may_open_organization)
def people(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Who belongs to it; inviting and, for owners, roles."""
    user = request.user
    roles = [role for role in Role if permissions.may_invite(user, organization, role)]
    form = InviteForm(roles=roles, initial={"role": Role.MEMBER})
    status = 200
    if request.method == "POST":
        if request.POST.get("do") in {"take-in", "put-aside"}:
            return _settle(request, organization)
        if request.POST.get("do") != "invite":
            return _change(request, organization)
        form, status = InviteForm(request.POST, roles=roles), 422
        if not roles:
            raise PermissionDenied
        if form.is_valid():
            try:
                services.invite(user=user, organization=organization, **form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
            else:
                return done(
                    request,
                    _("The invitation is on its way: %(address)s") % {"address": form.cleaned_data["email"]},
                    "organization-people",
                    public_id=organization.public_id,
                )
    rows = list(
        Membership.objects.current()
        .filter(organization=organization)
        .select_related("user")
        .order_by("since")
    )
    attach_badges([row.user for row in rows])
    owners = sum(row.role == Role.OWNER for row in rows)
    own = next((row for row in rows if row.user_id == user.pk), None)
    context = {
        "organization": organization,
        "rows": rows,
        "own": own,
        "own_is_last": own is not None and own.role == Role.OWNER and owners == 1,
        "roles": Role.choices,
        "form": form if roles else None,
        "invitations": Invitation.objects.open()
        .filter(organization=organization)
        .select_related("invited_by")
        if roles
        else [],
        "asking": Letter.objects.asking_to_join(organization) if roles else [],
        "may_manage": permissions.may_manage_people(user, organization),
    }
    return render(request, "accounts/organization_people.html", context, status=status)


def _settle(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Of whoever asks to join: invite them, or put the request aside. Raises Http404."""
    here = {"view": "organization-people", "public_id": organization.public_id}
    letter = get_object_or_404(Letter, organization=organization, pk=number(request.POST.get("which", "")))
    try:
        if request.POST["do"] == "take-in":
            invitation = joining.invite_who_asked(user=request.user, letter=letter)
            text = _("The invitation is on its way: %(address)s") % {"address": invitation.email}
            return done(request, text, **here)
        joining.put_aside(user=request.user, letter=letter)
    except ValidationError as error:
        return refused(request, error, **here)
    return done(request, _("The request is put aside."), **here)


def _change(request: HttpRequest, organization: Organization) -> HttpResponse:
    """One of the small forms beside a person or an invitation."""
    do, which = request.POST.get("do", ""), request.POST.get("which", "")
    here = {"view": "organization-people", "public_id": organization.public_id}
    if do == "withdraw":
        invitation = get_object_or_404(Invitation, organization=organization, public_id=which)
        services.withdraw_invitation(user=request.user, invitation=invitation)
        return done(request, _("The invitation no longer works."), **here)
    membership = get_object_or_404(
        Membership.objects.select_related("user"), organization=organization, pk=number(which), ended_at=None
    )
    try:
        if do == "role" and request.POST.get("role") in Role.values:
            services.change_role(user=request.user, membership=membership, role=request.POST["role"])
            return done(request, _("The role is changed."), **here)
        if do == "hand-on":
            services.hand_on(user=request.user, organization=organization, to=membership)
            return done(request, _("The entry is handed on."), **here)
        if do == "end":
            services.end_membership(user=request.user, membership=membership)
            if membership.user_id == request.user.pk:
                return done(request, _("You have left the organization."), "organizations")
            return done(request, _("The membership is ended."), **here)
    except ValidationError as error:
        return refused(request, error, **here)
    raise Http404


@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the mail: says who invites and into what; joining is a button. Nothing is told to a visitor but
    that one must sign in. Raises Http404 for a link that is not ours, and for an invitation of somebody else.
    """
    found = Invitation.by_key(key)
    if found is None:
        raise Http404
    user: Any = request.user
    context: dict[str, Any] = {"invitation": found, "state": found.state, "why_not": "", "key": key}
    if not user.is_authenticated:
        return render(request, "accounts/invitation.html", context)
    if found.email not in confirmed_addresses(user):
        raise Http404
    context["why_not"] = why_not(user, found)
    if request.method == "POST" and not context["why_not"]:
        try:
            membership = services.accept_invitation(user=user, invitation=found)
        except ValidationError as error:
            context["why_not"] = error.messages[0]
        else:
            return done(
                request,
                _("You have joined: %(name)s") % {"name": membership.organization.name},
                "organization",
                public_id=membership.organization.public_id,
            )
    return render(request, "accounts/invitation.html", context)
