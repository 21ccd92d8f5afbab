"""Addresses below /<language>/account/."""

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from allauth.usersessions import urls as session_urls
from django.urls import include, path

from accounts import urls_people
from accounts.views import home

urlpatterns = [
    path("", home.home, name="account-home"),
    path("security/", home.security, name="account-security"),
    path("organizations/", include("accounts.organization_urls")),
    path("", include(account_urls)),
    path("2fa/", include(mfa_urls)),
    path("sessions/", include(session_urls)),
    path("sessions/<int:pk>/end/", home.end_session, name="account-end-session"),
    *urls_people.own,
]
