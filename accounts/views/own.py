"""A person's own matters: profile, photo, data, terms, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import terms
from accounts.forms.people import AcceptTermsForm, DeletionForm, PhotoForm, ProfileForm
from accounts.forms.places import PlaceField
from accounts.log_words import shown
from accounts.models import Photo, Profile, User
from accounts.services import leaving, profiles
from accounts.services import terms as accepting
from core import personal_data, rate_limit

View = Callable[..., HttpResponse]

#: How often a person may have their data in an hour: it is put together anew each time.
ARCHIVES_AN_HOUR = 10


def _me(request: HttpRequest) -> User:
    """Who signed in: these views need a log-in."""
    return cast("User", request.user)


def terms_needed(view: View) -> View:
    """Asks first for the terms, where the version that holds was not accepted yet."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if terms.has_accepted(request.user):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account-terms')}?{urlencode({'next': request.path})}")

    return asked


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The form of one's profile. Who saves second sees what was saved meanwhile, with all they typed."""
    me = _me(request)
    form = ProfileForm(
        request.POST if request.method == "POST" else None, person=me, initial=ProfileForm.initial_of(me)
    )
    status, meanwhile = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                profiles.save_profile(
                    user=me, person=me, version=form.cleaned_data["version"], values=form.values()
                )
            except profiles.ProfileChangedError as error:
                status, meanwhile = 409, error.now
                data: Any = form.data.copy()  # type: ignore[attr-defined]
                data["version"] = error.now.version
                form.data = data
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your profile was saved."))
                return redirect("profile")
    context = {
        "form": form,
        "photo_form": PhotoForm(),
        "photo": Photo.objects.filter(profile__user=me).only("mark").first(),
        "profile": Profile.of(me),
        "meanwhile": meanwhile,
        "differs": _differences(form, User.objects.get(pk=me.pk)) if meanwhile else [],
    }
    return render(request, "people/profile.html", context, status=status)


def _differences(form: ProfileForm, person: User) -> list[tuple[Any, str]]:
    """Label and stored value of each field in which what was saved meanwhile differs from what was typed."""
    stored = ProfileForm.initial_of(person)
    found = []
    for name, field in form.fields.items():
        typed = form.cleaned_data.get(name)
        if name == "version" or name not in stored:
            continue
        same = (
            sorted(typed or []) == sorted(stored[name]) if isinstance(typed, list) else typed == stored[name]
        )
        if not same:
            found.append((field.label, _as_text(field, stored[name])))
    return found


def _as_text(field: Any, value: Any) -> str:
    if isinstance(field, PlaceField):
        return shown("place", value) or "–"
    labels = {str(code): str(label) for code, label in getattr(field, "choices", [])}
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in values) or "–"


@login_required
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """Put up a photo, or take it away."""
    me = _me(request)
    if "remove" in request.POST:
        profiles.remove_photo(user=me, person=me)
        messages.success(request, _("The photo was taken away."))
        return redirect("profile")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            profiles.set_photo(user=me, person=me, file=form.cleaned_data["photo"])
        except ValidationError as error:
            form.add_error("photo", error)
        else:
            messages.success(request, _("The photo was saved."))
            return redirect("profile")
    return render(request, "people/photo.html", {"form": form}, status=422)


@login_required
def data(request: HttpRequest) -> HttpResponse:
    """What the site keeps of a person, and its archive."""
    me = _me(request)
    if request.method != "POST":
        return render(request, "people/data.html")
    if not rate_limit.allow("archive", str(me.pk), ARCHIVES_AN_HOUR, 3600):
        context = {"error": _("You had it several times within the hour. Try again later.")}
        return render(request, "people/data.html", context, status=429)
    readme = _(
        "What %(site)s keeps of you, as of %(day)s.\n"
        "Each .json file is a part of it: any text editor opens it. Your files are in the folder “files”.\n"
    ) % {"site": request.get_host(), "day": timezone.localtime().strftime("%Y-%m-%d %H:%M")}
    response = HttpResponse(personal_data.archive(me, readme), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate():%Y-%m-%d}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def delete(request: HttpRequest) -> HttpResponse:
    """Ask for one's account to be deleted."""
    me = _me(request)
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.ask_for_deletion(user=me, person=me)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("account-delete")
    context = {
        "form": form,
        "reasons": personal_data.hindrances(me),
        "due": me.deletion_due_at,
        "days": settings.ACCOUNT_DELETION_DAYS,
    }
    return render(request, "people/delete.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the account after all."""
    me = _me(request)
    leaving.keep_account(user=me, person=me)
    messages.success(request, _("Your account stays."))
    return redirect("account-delete")


def terms_page(request: HttpRequest, version: str = "") -> HttpResponse:
    """The terms that hold, or an earlier version; who signed in accepts them here. Raises Http404 for none."""
    current = terms.current()
    shown = terms.of_version(version) if version else current
    if shown is None or current is None:
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    form = AcceptTermsForm(
        request.POST if request.method == "POST" else None, initial={"version": current.version}
    )
    if request.method == "POST":
        if person is None:
            raise Http404
        if form.is_valid():
            try:
                accepting.accept_terms(user=person, person=person, version=form.cleaned_data["version"])
            except ValidationError as error:
                messages.warning(request, error.messages[0])
                return redirect("account-terms")
            return redirect(_next(request))
    accepted = person.accepted_terms.filter(version=shown.version).first() if person else None
    context = {
        "terms": shown,
        "is_current": shown == current,
        "accepted": accepted,
        "person": person,
        "form": form,
        "others": [one for one in reversed(terms.versions()) if one != shown],
        "next": request.GET.get("next", ""),
    }
    return render(request, "people/terms.html", context)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    fits = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if fits else request.path
