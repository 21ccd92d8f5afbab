"""What waits for the agency: requests to look after an entry, drafts to list, pairs that may be one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.admin.base import AgencyPage, Decision, Queue, QueueRow, told
from accounts.editing import EditConflictError
from accounts.models import Claim, Organization
from accounts.services import agency, claims, organizations
from accounts.similar import doubles
from accounts.templatetags.accounts_tags import person
from accounts.trust import trust_of, with_trust
from accounts.views.organization_base import begun, number
from core.templatetags.khorshoo import stamp


def waiting_claims() -> Any:
    """Claims that nobody decided yet, the oldest first."""
    rows = Claim.objects.filter(state=Claim.State.WAITING)
    return rows.select_related("organization", "claimant", "assistance__helper").order_by("asked_at", "pk")


def waiting_drafts() -> Any:
    """Drafts that ask to be listed, the longest waiting first."""
    return (
        Organization.objects.waiting()
        .select_related("entered_by", "listing_asked_of")
        .order_by("listing_asked_at", "pk")
    )


def _decide_claim(*, approve: bool) -> Any:
    def decide(request: HttpRequest, pk: int, reason: str) -> None:
        claim = Claim.objects.filter(pk=pk).first()
        if claim is None:
            raise PermissionDenied
        version = begun(request, f"seen-{pk}")
        claims.decide_claim(user=request.user, claim=claim, approve=approve, reason=reason, version=version)

    return decide


def _decide_draft(*, approve: bool) -> Any:
    def decide(request: HttpRequest, pk: int, reason: str) -> None:
        draft = Organization.objects.filter(pk=pk).first()
        if draft is None:
            raise PermissionDenied
        version = begun(request, f"seen-{pk}")
        organizations.decide_listing(
            user=request.user, organization=draft, approve=approve, reason=reason, version=version
        )

    return decide


class ClaimQueue(Queue):
    """Requests to look after an entry."""

    page_title = gettext_lazy("Requests to look after an entry")
    header_icon = "key"
    empty = gettext_lazy("No request waits.")
    decisions: ClassVar[list[Decision]] = [
        Decision("approve", gettext_lazy("Approve"), _decide_claim(approve=True)),
        Decision("refuse", gettext_lazy("Refuse"), _decide_claim(approve=False), serious=True),
    ]

    def waiting(self) -> Any:
        """Of all organizations."""
        return waiting_claims()

    def row(self, waiting: Claim) -> QueueRow:
        """Who asks, for what, with which words."""
        helped = getattr(waiting, "assistance", None)
        who = person(waiting.claimant)
        if helped:
            said = {"name": helped.person_name, "helper": person(helped.helper)}
            who = _("%(name)s, with the help of %(helper)s") % said
        return QueueRow(
            waiting.pk,
            waiting.organization.name,
            reverse("accounts_entry", args=[waiting.organization_id]),
            [f"{who}, {stamp(waiting.asked_at)}", waiting.text],
            seen=str(waiting.organization.version),
            choosable=waiting.claimant_id != self.request.user.pk
            and not (helped and helped.helper_id == self.request.user.pk),
        )


class DraftQueue(Queue):
    """Drafts whose owners ask for them to be listed."""

    page_title = gettext_lazy("Entries to list")
    header_icon = "list-ul"
    empty = gettext_lazy("No draft waits.")
    decisions: ClassVar[list[Decision]] = [
        Decision("list", gettext_lazy("List"), _decide_draft(approve=True)),
        Decision("send-back", gettext_lazy("Send back"), _decide_draft(approve=False), serious=True),
    ]

    def waiting(self) -> Any:
        """Also those that ask an umbrella: the agency may be faster."""
        return waiting_drafts()

    def row(self, waiting: Organization) -> QueueRow:
        """Who entered it, what it says."""
        told = [
            waiting.legal_form_name,
            waiting.registration_number,
            waiting.place_name,
        ]
        lines = [" · ".join(text for text in told if text), waiting.about]
        lines.append(f"{person(waiting.entered_by)}, {stamp(waiting.listing_asked_at)}")
        if waiting.listing_asked_of:
            lines.append(_("Asked of: %(name)s") % {"name": waiting.listing_asked_of.name})
        return QueueRow(
            waiting.pk,
            waiting.name,
            reverse("accounts_entry", args=[waiting.pk]),
            [line for line in lines if line],
            seen=str(waiting.version),
        )


class Doubles(AgencyPage):
    """Pairs of entries that may be one organization."""

    template_name = "accounts/admin/doubles.html"
    page_title = gettext_lazy("Entries that may be one")
    header_icon = "copy"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `pairs`."""
        return {**super().get_context_data(**kwargs), "pairs": list(doubles())}


class Merge(AgencyPage):
    """Two entries side by side; one stays."""

    template_name = "accounts/admin/merge.html"
    page_title = gettext_lazy("Make one entry of two")
    header_icon = "copy"

    def pair(self) -> tuple[Organization, Organization]:
        """Those of the address. Raises Http404."""
        there = with_trust(Organization.objects.filter(merged_into=None))
        first, second = (number(self.request.GET.get(name, "")) for name in ("a", "b"))
        return get_object_or_404(there, pk=first), get_object_or_404(there, pk=second)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `sides`: (organization, lines about it)."""
        sides = []
        for one in self.pair():
            lines = [
                one.get_status_display(),
                one.legal_form_name,
                one.registration_number,
                one.place_name,
                f"{_('Entered by')}: {person(one.entered_by)}, {stamp(one.created_at)}",
                *(f"{trust.text} {trust.by}".strip() for trust in trust_of(one)),
                _("People: %(n)s") % {"n": one.memberships.filter(ended_at=None).count()},
                _("Member organizations: %(n)s") % {"n": one.members_below.current().count()},
            ]
            sides.append((one, [line for line in lines if line]))
        kwargs.setdefault("kept", None)
        return {**super().get_context_data(**kwargs), "sides": sides}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge: the one named in `keep` stays."""
        first, second = self.pair()
        if request.POST.get("keep") not in {str(first.pk), str(second.pk)} or first.pk == second.pk:
            messages.error(request, _("Choose the entry that stays."))
            return redirect(request.get_full_path())
        keep, gone = (first, second) if request.POST["keep"] == str(first.pk) else (second, first)
        versions = {one.pk: begun(request, f"version-{one.pk}") for one in (keep, gone)}
        try:
            agency.merge_organizations(user=request.user, keep=keep, gone=gone, versions=versions)
        except EditConflictError as conflict:
            for line in told(conflict):
                messages.error(request, line)
            return self.render_to_response(self.get_context_data(kept=keep.pk), status=409)
        messages.success(request, _("One entry now: %(name)s") % {"name": keep.name})
        return redirect("accounts_entry", keep.pk)
