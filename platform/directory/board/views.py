"""The board, the page of one post, and where an organization looks after its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import second_factor
from accounts.models import Organization
from accounts.permissions.organizations import may_open_organization
from accounts.views.organization_base import View, add_errors, done, for_organization, personal
from core import page_cache
from directory.board.forms import NewPostForm, PostForm
from directory.board.listing import list_posts
from directory.board.model import Post
from directory.board.page import own_context, post_context
from directory.heads import board_link, head
from directory.permissions import may_change_post, may_post_for, may_see_post
from directory.services import board as services


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What stands on the board, as the address asks for it. Raises Http404 for a page that is none."""
    found = list_posts(request.GET)
    own = head(
        _("Offers and needs"),
        _(
            "What cooperatives offer each other and look for: fodder bought together, wool, a vet, machines to hire."
        ),
    )
    response = render(request, "directory/board.html", {"head": own, "board": found})
    # Addresses that mean nothing are endless: not worth keeping.
    return page_cache.never_cache_page(response) if found.unknown else response


@require_safe
def post(request: HttpRequest, public_id: str) -> HttpResponse:
    """One offer or need. One that has ended is said to have ended (410), to all but its own people, and tells nothing
    more. Raises Http404.
    """
    found = get_object_or_404(Post.objects.select_related("organization"), public_id=public_id)
    if may_see_post(request.user, found):
        return render(request, "directory/board_post.html", post_context(request.user, found))
    if found.withdrawn_at or found.hidden_at or not found.organization.is_public:
        raise Http404
    offered = found.kind == Post.Kind.OFFER
    title = _("This offer has ended") if offered else _("This is no longer looked for")
    context = {"head": head(title, "", board_link()), "post": found}
    return render(request, "directory/board_ended.html", context, status=410)


@for_organization(may_open_organization)
def own(request: HttpRequest, organization: Organization) -> HttpResponse:
    """An organization's own posts, whatever became of them."""
    return render(request, "directory/board_own.html", own_context(request.user, organization))


@personal
def new(request: HttpRequest) -> HttpResponse:
    """A new post of the organization that the address names. Raises Http404 where this person may not write for it."""
    organization = get_object_or_404(Organization, public_id=request.GET.get("for", ""))
    if not may_post_for(request.user, organization):
        raise Http404
    return _guarded(organization, _new)(request, organization)


def _new(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = NewPostForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_post(
                user=request.user,
                organization=organization,
                values=form.values(),
                token=form.cleaned_data["token"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _own_page(request, _("It stands on the board now."), organization)
    context = {"organization": organization, "form": form}
    return render(request, "directory/board_form.html", context, status=422 if form.errors else 200)


@personal
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a post; whoever saves second reads what is there now, and loses nothing typed. Raises Http404."""
    found = _mine(request, public_id)
    return _guarded(found.organization, _edit)(request, found)


def _edit(request: HttpRequest, found: Post) -> HttpResponse:
    form = PostForm(request.POST or None, initial=PostForm.initial_of(found))
    meanwhile, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.change_post(
                    user=request.user,
                    post=found,
                    values=form.values(),
                    version=form.cleaned_data["version"],
                )
            except services.PostConflictError as error:
                meanwhile, status = error.post, 409
                data: Any = form.data.copy()  # type: ignore[attr-defined]
                data["version"] = str(error.post.version)
                form.data = data
            except ValidationError as error:
                add_errors(form, error)
            else:
                return _own_page(request, _("Saved."), found.organization)
    context = {"organization": found.organization, "form": form, "post": found, "meanwhile": meanwhile}
    return render(request, "directory/board_form.html", context, status=status)


@personal
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a post up again, or take it off the board: buttons of its own page and of the list. Raises Http404."""
    found = _mine(request, public_id)
    return _guarded(found.organization, _change)(request, found)


def _change(request: HttpRequest, found: Post) -> HttpResponse:
    if request.method == "POST" and request.POST.get("do") == "renew":
        until = services.renew_post(user=request.user, post=found).until
        text = _("It stands on the board until %(day)s.") % {"day": until.strftime("%Y.%m.%d")}
        return _own_page(request, text, found.organization)
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        services.withdraw_post(user=request.user, post=found)
        return _own_page(request, _("It no longer stands on the board."), found.organization)
    raise Http404


def _mine(request: HttpRequest, public_id: str) -> Post:
    found = get_object_or_404(Post.objects.select_related("organization"), public_id=public_id)
    if not may_change_post(request.user, found):
        raise Http404
    return found


def _guarded(organization: Organization, view: View) -> View:
    """Whoever publishes in a union's name needs a second factor, as at its desk."""
    return second_factor.needed(view) if organization.is_umbrella else view


def _own_page(request: HttpRequest, text: str, organization: Organization) -> HttpResponse:
    return done(request, text, "board-own", public_id=organization.public_id)
