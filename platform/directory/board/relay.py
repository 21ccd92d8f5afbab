"""Letters to organizations: written on the site, sent on by mail. Nobody's address is shown before they answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import letter_limits
from accounts.confirmed import is_confirmed, reply_address
from accounts.forms.people import LetterForm
from accounts.models import Letter, Organization
from accounts.permissions.organizations import may_write_to_organization
from accounts.services import letters
from accounts.views.own import terms_needed
from directory.board.model import Post
from directory.heads import entry_link, head
from directory.permissions import may_answer_post

View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """For people who are signed in, have accepted the terms, and have an address that an answer can go to."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_confirmed(request.user):
            return view(request, *args, **kwargs)
        messages.warning(request, _("Confirm a mail address first: the answer to your letter goes there."))
        return redirect("account_email")

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(login_required(terms_needed(asked))))


@for_writers
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to an organization. Raises Http404 for one that takes no letters of this person."""
    return _letter(request, _receiver(request, public_id), Letter.Kind.ORGANIZATION)


@for_writers
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask to join an organization. Raises Http404 for one that takes no letters of this person."""
    return _letter(request, _receiver(request, public_id), Letter.Kind.JOIN)


@for_writers
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to an organization about its offer or need. Raises Http404 for one that this person can't answer."""
    post = get_object_or_404(Post.objects.select_related("organization"), public_id=public_id)
    if not may_answer_post(request.user, post):
        raise Http404
    return _letter(request, post.organization, Letter.Kind.ANSWER, post)


def _receiver(request: HttpRequest, public_id: str) -> Organization:
    organization = get_object_or_404(Organization, public_id=public_id)
    if not may_write_to_organization(request.user, organization):
        raise Http404
    return organization


def _letter(
    request: HttpRequest, organization: Organization, kind: Letter.Kind, post: Post | None = None
) -> HttpResponse:
    form = LetterForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            too_many = (
                "" if form.is_spam else letter_limits.too_many(request, f"organization:{organization.pk}")
            )
            if not too_many:
                if not form.is_spam:
                    letters.write_to_organization(
                        user=request.user,
                        organization=organization,
                        kind=kind,
                        text=form.cleaned_data["text"],
                        token=form.cleaned_data["token"],
                        about=letters.About(post.title, "board-post", {"public_id": post.public_id})
                        if post
                        else None,
                    )
                return redirect(f"{request.path}?sent=1")
            form.add_error(None, too_many)
            status = 429
    context = {
        "head": head(_title(organization, kind, post), "", entry_link(organization)),
        "organization": organization,
        "kind": kind,
        "post": post,
        "form": form,
        "address": reply_address(request.user),
        "sent": request.method == "GET" and request.GET.get("sent") == "1",
    }
    return render(request, "directory/relay.html", context, status=status)


def _title(organization: Organization, kind: Letter.Kind, post: Post | None) -> str:
    if post:
        return _("Answer: %(title)s") % {"title": post.title}
    if kind == Letter.Kind.JOIN:
        return _("Ask to join: %(name)s") % {"name": organization.name}
    return _("Write to: %(name)s") % {"name": organization.name}
