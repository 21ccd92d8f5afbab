"""What the pages of organizations share: who may open them, and how a sent form is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import second_factor
from accounts.codes import Role
from accounts.models import Organization
from accounts.permissions import organizations as permissions

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """For people who are signed in; kept by nobody's cache."""
    return never_cache(login_required(require_http_methods(["GET", "HEAD", "POST"])(view)))


def for_organization(may: Callable[[Any, Organization], bool]) -> Callable[[View], View]:
    """A page of the organization in the address: 404 for whoever may not open it, as for one that is not there.

    Agency and helpers need a second factor: they act on what others own.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:
            organization = get_object_or_404(Organization, public_id=public_id)
            if not may(request.user, organization):
                raise Http404
            guarded = second_factor.needed(view) if _acts_for_others(request.user, organization) else view
            return guarded(request, organization, **kwargs)

        return personal(opened)

    return wrap


def _acts_for_others(user: Any, organization: Organization) -> bool:
    """Whether what they may do there can come from the agency's permission or from helping."""
    if permissions.role_in(user, organization) == Role.OWNER:
        return False
    return permissions.may_manage_organizations(user) or permissions.is_helper(user, organization)


def done(request: HttpRequest, text: str, view: str, **kwargs: Any) -> HttpResponse:
    """Say that it is done, on the page that follows."""
    messages.success(request, text)
    answer: HttpResponse = redirect(view, **kwargs)
    return answer


def refused(request: HttpRequest, error: ValidationError, view: str, **kwargs: Any) -> HttpResponse:
    """Say why not, on the page that follows."""
    for text in error.messages:
        messages.error(request, text)
    answer: HttpResponse = redirect(view, **kwargs)
    return answer


def add_errors(form: Any, error: ValidationError) -> None:
    """A service's errors, at the fields where the form has them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def text_of(request: HttpRequest, name: str) -> str:
    """What was sent in a field that no form looks at, without the null letters that PostgreSQL refuses."""
    return request.POST.get(name, "").replace("\0", "")


def begun(request: HttpRequest, name: str = "version") -> int:
    """The version that the sent form began from; 0, which is none, for what is no number."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0


def number(value: str) -> int:
    """A row's number from a form. Raises Http404 for what is none."""
    if not value.isascii() or not value.isdecimal() or len(value) > 18:
        raise Http404
    return int(value)
