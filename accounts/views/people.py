"""People as others see them: the list of practitioners, profiles, letters, reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import letter_limits, reportable
from accounts.forms.people import LetterForm, ReportForm
from accounts.models import Photo, Profile, User
from accounts.people_list import practitioners
from accounts.permissions.people import may_report, may_see_profile, may_write_letter
from accounts.services import letters, reports
from accounts.views.own import terms_needed
from core import rate_limit
from core.proxies import place

REPORTS_A_DAY = 20
DAY = 24 * 3600


def person_seen_by(user: Any, public_id: str) -> User:
    """The person with this id. Raises Http404 for one that this reader may not see."""
    people = User.objects.select_related("profile").filter(erased_at=None)
    person = get_object_or_404(people, public_id=public_id)
    if not may_see_profile(user, person):
        raise Http404
    return person


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Practitioners, advisers and auditors who agreed to stand here. Raises Http404 for a page that is none."""
    return render(request, "people/list.html", practitioners(request.user, request.GET))


@never_cache
@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person, as this reader may see them. Raises Http404."""
    found = person_seen_by(request.user, public_id)
    profile = Profile.of(found)
    own = request.user == found
    context = {
        "person": found,
        "profile": profile,
        "own": own,
        "shown": profile.shown,
        "listed": profile.is_listed,
        "photo": Photo.objects.filter(profile__user=found).only("mark").first() if profile.pk else None,
        "may_write": may_write_letter(request.user, found),
        "may_report": may_report(request.user, found),
    }
    return render(request, "people/person.html", context)


@require_safe
def photo(request: HttpRequest, public_id: str) -> HttpResponse:
    """The photo, for those who may see the profile. Raises Http404."""
    found = person_seen_by(request.user, public_id)
    profile = Profile.of(found)
    if not profile.shows(Profile.Part.PHOTO) and request.user != found:
        raise Http404
    kept = get_object_or_404(Photo, profile__user=found)
    response = HttpResponse(bytes(kept.content), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    return response


@login_required
@terms_needed
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to a person of the list. Raises Http404 for one who can't be written to."""
    found = person_seen_by(request.user, public_id)
    if not may_write_letter(request.user, found):
        raise Http404
    form = LetterForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            too_many = "" if form.is_spam else letter_limits.too_many(request, str(found.pk))
            if not too_many:
                if not form.is_spam:
                    cleaned = form.cleaned_data
                    letters.send_letter(
                        user=request.user, person=found, text=cleaned["text"], token=cleaned["token"]
                    )
                messages.success(request, _("Your letter was sent. The answer comes to your mail address."))
                return redirect("person", public_id)
            form.add_error(None, too_many)
            status = 429
    return render(request, "people/letter.html", {"form": form, "person": found}, status=status)


def report(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Report a profile or an entry. Raises Http404 for what this reader does not see."""
    target = reportable.find(kind, public_id)
    if target is None or not reportable.may_report_target(request.user, target):
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    sent = request.method == "GET" and request.GET.get("sent") == "1"
    if request.method == "POST":
        status = 422
        if form.is_valid():
            who = str(request.user.pk or place(request))
            if form.is_spam or rate_limit.allow("report", who, REPORTS_A_DAY, DAY):
                if not form.is_spam:
                    _leave(request, target, form.cleaned_data)
                return redirect(f"{request.path}?sent=1")
            form.add_error(None, _("Many reports came from here today. Try again tomorrow."))
            status = 429
    context = {"form": form, "target": target, "sent": sent, "kind": kind}
    response = render(request, "people/report.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _leave(request: HttpRequest, target: Any, cleaned: dict[str, Any]) -> None:
    try:
        reports.leave_report(
            user=request.user,
            target=target,
            reason=cleaned["reason"],
            text=cleaned["text"],
            token=cleaned["token"],
        )
    except PermissionDenied:
        raise Http404 from None
