"""What tests of people share: persons, values of the form, tokens."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import Profile, User
from accounts.services.door import add_person
from accounts.services.profiles import save_profile
from core import outbox


def someone(name: str = "Болд", **fields: Any) -> User:
    """A person with a confirmed address."""
    number = User.objects.count()
    return add_person(email=f"p{number}@khorshoo.example", password="secret-secret", name=name, **fields)


def values(**changes: Any) -> dict[str, Any]:
    """As the form gives them."""
    return {
        "name": "Болд",
        "language": "mn",
        "about": "",
        "place": "",
        "audience": "members",
        "kept_back": [],
        "trade": "",
        "fields": [],
        **changes,
    }


def with_profile(person: User, **changes: Any) -> Profile:
    """The person's profile, saved with these values."""
    version = Profile.of(person).version
    profile = save_profile(
        user=person, person=person, version=version, values=values(name=person.name, **changes)
    )
    person.refresh_from_db()
    return profile


def adviser(name: str = "Сараа", **changes: Any) -> User:
    """Somebody in the list."""
    person = someone(name)
    with_profile(person, **{"trade": "adviser", "fields": ["law"], "place": "62", **changes})
    return person


def photo_file() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 60), "blue").save(out, "JPEG")
    return SimpleUploadedFile("me.jpg", out.getvalue(), "image/jpeg")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form_value(text: str, name: str) -> str:
    """The value of the hidden field of this name."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', text) or re.search(
        rf'value="([^"]+)"[^>]*name="{name}"', text
    )
    assert found, name
    return found[1]


def deliver() -> None:
    """As the worker does."""
    outbox.drain()
