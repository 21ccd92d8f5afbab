"""Publication and listing, umbrellas, the log, claiming an entry."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.changelog import history
from accounts.codes import Purpose, Status
from accounts.editing import EditConflictError
from accounts.forms.organizations import ClaimForm, ConsentForm
from accounts.log_words import lines_of
from accounts.models import Affiliation, Delegate, Membership, Organization
from accounts.permissions import organizations as permissions
from accounts.services import claims, federations
from accounts.services import organizations as services
from accounts.trust import trust_of
from accounts.views.organization_base import begun, done, for_organization, number, refused, text_of

PER_PAGE = 30


@for_organization(permissions.may_own)
def listing(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Consent to publication, and asking for the entry to be listed."""
    user = request.user
    given = list(
        organization.consents.filter(withdrawn_at=None).select_related("given_by").order_by("given_at")
    )
    here: dict[str, Any] = {"view": "organization-listing", "public_id": organization.public_id}
    form = ConsentForm(
        request.POST if request.POST.get("do") == "consent" else None,
        initial={"purposes": [row.purpose for row in given]},
    )
    if request.method == "POST":
        if request.POST.get("do") == "ask":
            chosen = text_of(request, "umbrella")
            umbrella = (
                get_object_or_404(Organization.objects.umbrellas(), public_id=chosen) if chosen else None
            )
            try:
                services.ask_for_listing(user=user, organization=organization, umbrella=umbrella)
            except ValidationError as error:
                return refused(request, error, **here)
            return done(request, _("Your request is on its way. You get a mail when it is decided."), **here)
        if form.is_bound and form.is_valid():
            services.set_consent(user=user, organization=organization, purposes=form.cleaned_data["purposes"])
            return done(request, _("Saved."), **here)
    context = {
        "organization": organization,
        "form": form,
        "given": given,
        "agreed": any(row.purpose == Purpose.DIRECTORY for row in given),
        "is_draft": organization.status == Status.DRAFT,
        "umbrellas": Organization.objects.umbrellas().exclude(pk=organization.pk),
        "sent_back": history(organization).filter(action="listing-refused").first()
        if organization.status == Status.DRAFT and organization.listing_asked_at is None
        else None,
    }
    return render(request, "accounts/organization_listing.html", context)


@for_organization(permissions.may_open_organization)
def umbrellas(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The umbrella organizations it belongs to, and its delegates there."""
    if request.method == "POST":
        return _change_affiliation(request, organization)
    return _umbrellas_page(request, organization)


def _umbrellas_page(
    request: HttpRequest, organization: Organization, *, status: int = 200, **more: Any
) -> HttpResponse:
    """more: what was typed, and what happened meanwhile, where an answer was not taken."""
    user = request.user
    may_own = permissions.may_own(user, organization)
    links = list(
        organization.affiliations.select_related("umbrella", "asked_by", "decided_by").exclude(
            state=Affiliation.State.REFUSED
        )[:PER_PAGE]
    )
    delegates = Delegate.objects.filter(affiliation__in=links, ended_at=None).select_related("person")
    by_link: dict[int, list[Delegate]] = {link.pk: [] for link in links}
    for delegate in delegates:
        by_link[delegate.affiliation_id].append(delegate)
    living = {link.umbrella_id for link in links if link.state != Affiliation.State.ENDED}
    people = Membership.objects.current().filter(organization=organization).select_related("user")
    context = {
        "organization": organization,
        "links": [(link, by_link[link.pk], _may_answer(user, link)) for link in links],
        "choices": Organization.objects.umbrellas().exclude(pk__in=living | {organization.pk})
        if may_own
        else [],
        "people": list(people) if may_own else [],
        "may_own": may_own,
        "may_manage": permissions.may_manage_people(user, organization),
        "version": Organization.objects.get(pk=organization.pk).version,
        **more,
    }
    return render(request, "accounts/organization_umbrellas.html", context, status=status)


def _may_answer(user: Any, link: Affiliation) -> bool:
    return link.asked_by_umbrella and permissions.may_decide_affiliation(user, link)


def _change_affiliation(request: HttpRequest, organization: Organization) -> HttpResponse:
    """One of the small forms of the page."""
    user, do = request.user, request.POST.get("do", "")
    here: dict[str, Any] = {"view": "organization-umbrellas", "public_id": organization.public_id}
    which, reason = text_of(request, "which"), text_of(request, "reason")[:500]
    typed = {"key": which, "reason": reason}
    try:
        if do == "ask":
            umbrella = get_object_or_404(
                Organization.objects.umbrellas(), public_id=text_of(request, "umbrella")
            )
            federations.ask_affiliation(user=user, umbrella=umbrella, member=organization)
            return done(request, _("The request is on its way."), **here)
        if do == "end-delegate":
            delegate = get_object_or_404(Delegate, pk=number(which), affiliation__member=organization)
            federations.end_delegation(user=user, delegate=delegate)
            return done(request, _("The delegation is ended."), **here)
        link = get_object_or_404(Affiliation, pk=number(which), member=organization)
        if do == "end":
            federations.end_affiliation(user=user, affiliation=link, version=begun(request))
            return done(request, _("The membership is ended, and with it all that it gave."), **here)
        if do in {"confirm", "refuse"}:
            federations.decide_affiliation(
                user=user,
                affiliation=link,
                confirm=do == "confirm",
                reason=reason,
                version=begun(request),
            )
            return done(request, _("Your answer is noted."), **here)
        if do == "delegate":
            own = get_object_or_404(
                Membership, pk=number(request.POST.get("person", "")), organization=organization
            )
            federations.name_delegate(user=user, affiliation=link, person=own.user)
            return done(request, _("The delegate is named; the umbrella confirms it."), **here)
    except EditConflictError as error:
        return _umbrellas_page(request, organization, status=409, conflict=error, typed=typed)
    except ValidationError as error:
        return _umbrellas_page(request, organization, status=422, problems=error.messages, typed=typed)
    raise Http404


@for_organization(permissions.may_open_organization)
def log(request: HttpRequest, organization: Organization) -> HttpResponse:
    """All that was done, the newest first."""
    pager = Paginator(history(organization), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organization": organization,
        "pager": pager,
        "rows": [(change, lines_of(change)) for change in pager],
    }
    return render(request, "accounts/organization_log.html", context)


@for_organization(lambda user, one: one.is_public)
def claim(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Ask to look after an entry."""
    user: Any = request.user
    waiting = organization.claims.filter(claimant=user, state="waiting").first()
    form = ClaimForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if request.POST.get("do") == "withdraw" and waiting is not None:
            claims.withdraw_claim(user=user, claim=waiting)
            return done(request, _("Your request is taken back."), "organizations")
        status = 422
        if form.is_valid():
            claims.claim_organization(
                user=user,
                organization=organization,
                text=form.cleaned_data["text"],
                token=form.cleaned_data["token"],
            )
            return done(
                request, _("Your request is on its way. You get a mail when it is decided."), "organizations"
            )
    context = {
        "organization": organization,
        "form": form,
        "waiting": waiting,
        "may_claim": permissions.may_claim(user, organization),
        "may_report": permissions.may_report_organization(user, organization),
        "owned": Membership.objects.current().filter(organization=organization, role="owner").exists(),
        "trust": trust_of(organization),
    }
    return render(request, "accounts/organization_claim.html", context, status=status)
