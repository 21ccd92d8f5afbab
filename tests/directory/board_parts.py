"""What tests of the board share."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Organization, User
from accounts.services.terms import accept_terms
from accounts.terms import current
from core import once
from directory.models import Post
from tests.accounts.people_parts import signed_in

BOARD = "/mn/directory/board/"


def post(organization: Organization, title: str = "Өвс хэрэгтэй", **more: Any) -> Post:
    """A need of fodder in Nariinteel, open for a month."""
    values: dict[str, Any] = {
        "kind": "need",
        "text": "20 тонн өвс хамтарч авна.",
        "place": "6231",
        "sector": "ICA10",
        "until": timezone.localdate() + dt.timedelta(days=30),
        "token": once.new_token()[:60],
        **more,
    }
    return Post.objects.create(organization=organization, title=title, **values)


def form(**changes: Any) -> dict[str, Any]:
    """As it is sent."""
    return {
        "kind": "need",
        "title": "Өвс хэрэгтэй",
        "text": "20 тонн өвс хамтарч авна.",
        "sector": "ICA10",
        "place": "62",
        "place_in": "6231",
        "until": (timezone.localdate() + dt.timedelta(days=30)).isoformat(),
        "token": once.new_token(),
        **changes,
    }


def writer(person: User) -> Client:
    """Signed in, with the terms accepted."""
    terms = current()
    assert terms
    accept_terms(user=person, person=person, version=terms.version)
    return signed_in(person)


def titles(html: str) -> list[str]:
    """Of the rows, in their order."""
    return re.findall(r'<li><h2 lang="\w\w"><a href="/\w\w/directory/board/\w+/">([^<]+)</a>', html)


def seen(client: Client, path: str) -> str:
    """The page, which is there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
