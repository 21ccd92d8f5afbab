"""Where an umbrella organization decides: entries to list, memberships, claims, figures, delegates, practitioners."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.editing import EditConflictError, check_version
from accounts.models import Affiliation, Capacity, Claim, Delegate, Organization, User, YearFigures
from accounts.permissions import organizations as permissions
from accounts.services import capacities, claims, federations
from accounts.services import organizations as services
from accounts.trust import trust_of
from accounts.views.organization_base import View, begun, done, for_organization, number, text_of

PER_PAGE = 30


def _desk(view: View) -> View:
    """For who speaks for the umbrella, with a second factor where it is demanded."""
    return for_organization(permissions.may_speak_for_umbrella)(second_factor.needed(view))


@_desk
def desk(request: HttpRequest, organization: Organization) -> HttpResponse:
    """All that waits for a decision."""
    if request.method == "POST":
        return _decide(request, organization)
    return _desk_page(request, organization)


def _desk_page(
    request: HttpRequest, organization: Organization, *, status: int = 200, **more: Any
) -> HttpResponse:
    """more: what was typed, and what happened meanwhile, where a decision was not taken."""
    below = Affiliation.objects.current().filter(umbrella=organization).values("member")
    drafts = Organization.objects.waiting().filter(
        Q(listing_asked_of=organization) | Q(pk__in=below, listing_asked_of=None)
    )
    waiting_claims = Claim.objects.filter(
        state=Claim.State.WAITING, organization__in=below, claimant__isnull=False
    )
    context = {
        "organization": organization,
        "drafts": permissions.not_own(request.user, drafts)
        .select_related("entered_by")
        .order_by("listing_asked_at")[:PER_PAGE],
        "asked": organization.members_below.filter(state=Affiliation.State.ASKED, asked_by_umbrella=False)
        .select_related("member", "asked_by", "umbrella")
        .order_by("asked_at")[:PER_PAGE],
        "claims": permissions.claims_for_umbrella(request.user, waiting_claims).select_related(
            "organization", "claimant"
        )[:PER_PAGE],
        "delegates": Delegate.objects.filter(
            affiliation__umbrella=organization,
            affiliation__state=Affiliation.State.CONFIRMED,
            confirmed_at=None,
            ended_at=None,
        ).select_related("person", "affiliation__member")[:PER_PAGE],
        "practitioners": Capacity.objects.current()
        .filter(organization=organization, kind=Capacity.Kind.PRACTITIONER)
        .select_related("person"),
        **more,
    }
    return render(request, "accounts/desk.html", context, status=status)


#: What stands in the same form.
_PAIRS = {"send-back": "list", "refuse": "confirm", "decline": "approve"}


def _decide(request: HttpRequest, organization: Organization) -> HttpResponse:
    """One of the small forms: `do` says what, `which` on what, `version` how that was when it was looked at."""
    user: Any = request.user
    do, which = request.POST.get("do", ""), text_of(request, "which")
    reason, version = text_of(request, "reason")[:500], begun(request)
    typed = {"key": f"{_PAIRS.get(do, do)}-{which}", "reason": reason, "which": which}
    try:
        if do in {"list", "send-back"}:
            entry = get_object_or_404(Organization, public_id=which)
            if permissions.deciding_umbrella(user, entry) is None:
                raise Http404
            services.decide_listing(
                user=user, organization=entry, approve=do == "list", reason=reason, version=version
            )
        elif do in {"confirm", "refuse"}:
            link = get_object_or_404(Affiliation, pk=number(which), umbrella=organization)
            federations.decide_affiliation(
                user=user, affiliation=link, confirm=do == "confirm", reason=reason, version=version
            )
        elif do in {"approve", "decline"}:
            claim = get_object_or_404(Claim, pk=number(which))
            if permissions.deciding_umbrella(user, claim.organization) is None:
                raise Http404
            claims.decide_claim(
                user=user, claim=claim, approve=do == "approve", reason=reason, version=version
            )
        elif do == "confirm-delegate":
            delegate = get_object_or_404(Delegate, pk=number(which), affiliation__umbrella=organization)
            federations.confirm_delegate(user=user, delegate=delegate, version=version)
        elif do == "practitioner":
            person = _person(which)
            if person is None:
                raise ValidationError(_("There is no profile at this address."))
            capacities.grant_capacity(
                user=user,
                person=person,
                kind=Capacity.Kind.PRACTITIONER,
                organization=organization,
            )
        elif do == "end-practitioner":
            capacity = get_object_or_404(Capacity, pk=number(which), organization=organization)
            if capacity.ended_at is not None:
                raise ValidationError(_("Somebody took this badge back meanwhile."))
            capacities.end_capacity(user=user, capacity=capacity, reason=reason)
        else:
            raise Http404
    except EditConflictError as error:
        return _desk_page(request, organization, status=409, conflict=error, typed=typed)
    except ValidationError as error:
        return _desk_page(request, organization, status=422, problems=error.messages, typed=typed)
    return done(request, _("The decision is noted."), "organization-desk", public_id=organization.public_id)


def _person(address: str) -> User | None:
    """The person whose profile has this address, or this last part of it."""
    public_id = address.strip().rstrip("/").rpartition("/")[2]
    return User.objects.filter(public_id=public_id, is_active=True).first()


@_desk
def members(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The confirmed members with their newest figures, and the totals of those figures."""
    if request.method == "POST":
        return _change_member(request, organization)
    return _members_page(request, organization)


def _members_page(
    request: HttpRequest, organization: Organization, *, status: int = 200, **more: Any
) -> HttpResponse:
    newest = YearFigures.objects.filter(organization=OuterRef("member")).order_by("-year").values("pk")[:1]
    links = (
        Affiliation.objects.current()
        .filter(umbrella=organization)
        .select_related("member", "decided_by")
        .annotate(newest=Subquery(newest))
        .order_by("member__name_mn", "pk")
    )
    figures = YearFigures.objects.filter(pk__in=links.values("newest"))
    pager = Paginator(links, PER_PAGE).get_page(request.GET.get("page"))
    shown = {row.pk: row for row in figures.filter(pk__in=[newest_of(link) for link in pager])}
    totals = figures.aggregate(
        organizations=Count("pk"), members=Sum("members"), women=Sum("women"), youth=Sum("youth")
    )
    context = {
        "organization": organization,
        "pager": pager,
        "rows": [(link, shown.get(newest_of(link) or 0)) for link in pager],
        "totals": totals,
        "trust": trust_of(organization),
        **more,
    }
    return render(request, "accounts/desk_members.html", context, status=status)


def newest_of(link: Any) -> int | None:
    """The key of the member's newest figures, as asked for in `members`."""
    found: int | None = link.newest
    return found


def _change_member(request: HttpRequest, organization: Organization) -> HttpResponse:
    user, do = request.user, request.POST.get("do", "")
    here: dict[str, Any] = {"view": "organization-desk-members", "public_id": organization.public_id}
    link = get_object_or_404(
        Affiliation, pk=number(request.POST.get("which", "")), umbrella=organization, decided_at__isnull=False
    )
    try:
        if do == "figures":
            figures = YearFigures.objects.filter(
                pk=number(request.POST.get("figures", "")), organization=link.member
            ).first()
            check_version(link.member, begun(request))
            if figures is None:
                raise Http404
            federations.confirm_figures(user=user, affiliation=link, figures=figures, version=begun(request))
            return done(request, _("The figures are confirmed."), **here)
        if do == "end":
            federations.end_affiliation(user=user, affiliation=link, version=begun(request))
            return done(request, _("The membership is ended, and with it all that it gave."), **here)
    except EditConflictError as error:
        return _members_page(request, organization, status=409, conflict=error, typed={"reason": ""})
    return redirect(to=here["view"], public_id=organization.public_id)
