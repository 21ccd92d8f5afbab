"""People with the roles of the site, for tests."""

import time

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from content.permissions import AGENCY, EDITORS, MODERATORS

#: The key of everybody's authenticator app.
SECRET = "JBSWY3DPEHPK3PXP"


def person(name: str, *groups: str, superuser: bool = False) -> User:
    """Someone who can sign in with the password "secret-secret"; whoever comes into the admin has a second factor."""
    user = User.objects.create_user(
        f"{name}@khorshoo.example", "secret-secret", name=name, is_superuser=superuser, is_staff=superuser
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    if groups or superuser:
        TOTP.activate(user, SECRET)
    return user


def editor(name: str = "editor") -> User:
    """Writes, may not publish."""
    return person(name, EDITORS)


def moderator(name: str = "moderator") -> User:
    """Approves what others wrote."""
    return person(name, MODERATORS)


def agency(name: str = "agency") -> User:
    """The agency's staff."""
    return person(name, AGENCY)


def superuser(name: str = "root") -> User:
    """May do everything."""
    return person(name, superuser=True)


def app_code(secret: str = SECRET) -> str:
    """What the authenticator app shows now: of those who come into the admin, or with another key."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def sign_in(client: Client, name: str) -> None:
    """Through the door, with password and second factor."""
    client.post("/mn/account/login/", {"login": f"{name}@khorshoo.example", "password": "secret-secret"})
    answer = client.post("/mn/account/2fa/authenticate/", {"code": app_code()})
    assert answer.status_code == 302, "not signed in"
