"""Where owners, unions and gateways say whether an entry is still right."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt  # safe: the request is signed
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import second_factor
from accounts.editing import EditConflictError
from accounts.log_words import label_of, shown
from accounts.models import Organization
from accounts.permissions.organizations import may_speak_for_umbrella
from accounts.views.organization_base import begun, done, for_organization, personal, text_of
from core import page_cache
from directory import signed
from directory.freshness import freshness_of, with_freshness
from directory.masked import masked_contacts
from directory.models import Question
from directory.permissions import may_confirm_entry
from directory.services import freshness as services
from directory.services import messages as sms_services
from directory.waiting import waiting_for_umbrella

#: What an owner judges by, beside the contacts.
FACTS = (
    "level",
    "legal_form",
    "registration_number",
    "founded",
    "place",
    "activities",
    "member_type",
    "about",
)
PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """The link of a question, without signing in. Looking changes nothing; the button confirms, once."""
    if request.method == "POST" and services.confirm_by_link(key=key) is not None:
        return page_cache.never_cache_page(redirect("directory-confirm", key=key))
    question = Question.by_key(key)
    if question is None:
        return _page(request, {"state": "unknown"}, status=404)
    entry = with_freshness(Organization.objects.filter(pk=question.organization_id)).get()
    state = question.state
    if state == "open" and not may_confirm_entry(question.person, entry):
        state = "no-owner"
    return _page(request, {"state": state, "question": question, **_facts(entry)})


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, "directory/confirm.html", context, status=status)
    return page_cache.never_cache_page(response)


def _facts(entry: Organization) -> dict[str, Any]:
    lines = [(label_of(name), shown(name, getattr(entry, name))) for name in FACTS]
    return {
        "entry": entry,
        "fresh": freshness_of(entry),
        "lines": [(label, text) for label, text in lines if text],
        "contacts": masked_contacts(entry),
    }


@personal
def own(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for an owner who is signed in. Raises Http404 for whoever does not own it."""
    entry = get_object_or_404(with_freshness(Organization.objects.all()), public_id=public_id)
    if not may_confirm_entry(request.user, entry):
        raise Http404
    if request.method == "POST":
        services.confirm_entry(user=request.user, organization=entry)
        return done(request, _("Thank you: the entry is confirmed."), "organization", public_id=public_id)
    return _page(request, {"state": "open", **_facts(entry)})


@require_safe
def short(request: HttpRequest, public_id: str) -> HttpResponse:
    """The short address of an SMS leads to where the entry is changed."""
    response: HttpResponse = redirect("organization-edit", public_id=public_id)
    return response


@for_organization(may_speak_for_umbrella)
@second_factor.needed
def desk(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Where a union answers for members whose owners do not."""
    if request.method != "POST":
        return _desk_page(request, organization)
    do, reason = request.POST.get("do", ""), text_of(request, "reason")[:500]
    which = text_of(request, "which")
    entry = get_object_or_404(Organization, public_id=which)
    typed = {"which": which, "reason": reason}
    about: dict[str, Any] = {
        "user": request.user, "organization": entry, "umbrella": organization, "version": begun(request),
    }  # fmt: skip
    try:
        if do == "right":
            services.confirm_for(**about)
        elif do == "gone":
            services.say_gone(**about, reason=reason)
        else:
            raise Http404
    except EditConflictError as error:
        return _desk_page(request, organization, status=409, conflict=error, typed=typed)
    except ValidationError as error:
        return _desk_page(request, organization, status=422, problems=error.messages, typed=typed)
    return done(request, _("Your answer is noted."), "directory-desk", public_id=organization.public_id)


def _desk_page(
    request: HttpRequest, organization: Organization, *, status: int = 200, **more: Any
) -> HttpResponse:
    """more: what was typed, and what happened meanwhile, where an answer was not taken."""
    rows = list(waiting_for_umbrella(organization)[:PER_PAGE])
    context = {
        "organization": organization,
        "rows": [(one, freshness_of(one)) for one in rows],
        **more,
    }
    return render(request, "directory/desk.html", context, status=status)


@csrf_exempt  # safe: no cookie counts here, the request is signed
@require_POST
def sms_reply(request: HttpRequest) -> HttpResponse:
    """An answer that the SMS gateway hands over: {"from": number, "text": what was typed}, signed (docs/sms.md).

    Raises Http404 where the question does not go by SMS.
    """
    if not settings.FRESHNESS_SMS:
        raise Http404
    if not signed.is_genuine(request):
        return JsonResponse({"error": "signature"}, status=403)
    try:
        sent = json.loads(request.body)
        sender, text = sent["from"], sent["text"]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "body"}, status=400)
    if not isinstance(sender, str) or not isinstance(text, str):
        return JsonResponse({"error": "body"}, status=400)
    return JsonResponse({"result": signed.once(request, lambda: _taken(sender, text))})


def _taken(sender: str, text: str) -> str:
    return sms_services.take_answer(sender=sender[:40], text=text[:200].replace("\0", ""))
