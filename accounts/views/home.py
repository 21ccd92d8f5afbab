"""The account's own pages, and the way from the admin's door to the one door."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import menu, second_factor
from accounts.models import PhoneNumber
from core.page_cache import never_cache_page
from core.paths import is_admin

if TYPE_CHECKING:
    from accounts.models import User


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Who one is here, and everything there is to look after."""
    return render(request, "account/home.html", {"lines": menu.lines(cast("User", request.user))})


@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Everything by which one signs in."""
    user = cast("User", request.user)
    kinds = list(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    context = {
        "unconfirmed": EmailAddress.objects.filter(user_id=user.pk, verified=False).exists(),
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "app": Authenticator.Type.TOTP in kinds,
        "recovery": Authenticator.Type.RECOVERY_CODES in kinds,
        "with_phone": settings.PHONE,
        "phone": PhoneNumber.objects.filter(user_id=user.pk, verified=True).first()
        if settings.PHONE
        else None,
        "missing": user.has_perm("wagtailadmin.access_admin") and second_factor.is_missing(user),
    }
    return render(request, "account/security.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one phone or computer. Raises Http404 for another person's."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, gettext("That session has ended."))
    return redirect("usersessions_list")


def other_door(request: HttpRequest) -> HttpResponse:
    """Addresses at which Wagtail would ask for a password itself: they lead to the one door.

    Whoever is signed in and is sent here all the same may not have what was asked for. Raises PermissionDenied.
    """
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("wagtailadmin_home")
    if request.user.is_authenticated:
        if is_admin(wanted) and request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(wanted)
        raise PermissionDenied
    return never_cache_page(redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}"))
