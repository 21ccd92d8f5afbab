"""Addresses below /<language>/account/."""

from allauth.account import urls as account_urls
from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_set
from allauth.mfa import urls as mfa_urls
from allauth.usersessions import urls as session_urls
from django.http import HttpRequest
from django.urls import include, path

from accounts import urls_people
from accounts.views import home


def _has_no_password(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not request.user.has_usable_password()


#: A first password opens whatever asks for the password: it needs a fresh sign-in, which allauth does not demand.
_set_password = reauthentication_required(password_set, app="allauth.account", enabled=_has_no_password)

urlpatterns = [
    path("", home.home, name="account-home"),
    path("security/", home.security, name="account-security"),
    path("organizations/", include("accounts.organization_urls")),
    path("password/set/", _set_password, name="account_set_password"),
    path("", include(account_urls)),
    path("2fa/", include(mfa_urls)),
    path("sessions/", include(session_urls)),
    path("sessions/<int:pk>/end/", home.end_session, name="account-end-session"),
    *urls_people.own,
]
