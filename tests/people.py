"""People with the roles of the site, for tests."""

from django.contrib.auth.models import Group

from accounts.models import User
from content.permissions import AGENCY, EDITORS, MODERATORS


def person(name: str, *groups: str, superuser: bool = False) -> User:
    """Someone who can sign in with the password "secret-secret"."""
    user = User.objects.create_user(
        f"{name}@khorshoo.example", "secret-secret", name=name, is_superuser=superuser, is_staff=superuser
    )
    user.groups.set(Group.objects.filter(name__in=groups))
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
