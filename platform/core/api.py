"""The read API as the apps declare it: each one's `api.py` registers what it lets programs read.

Joined in `config.api`; an app that is switched off declares nothing. What is given out is decided by the predicates
that the pages ask. All lists are read page by page, by keys, and take the same queries however many rows there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from core.machines import moment_of

Row = TypeVar("Row")

#: The most and the usual number of rows in one answer.
MOST, USUAL = 100, 50


class Language(StrEnum):
    """In which language texts are given."""

    MN = "mn"
    EN = "en"


class Problem(Schema):
    """What went wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None


def _moment(value: Any) -> Any:
    return moment_of(value) if isinstance(value, str) else value


Moment = Annotated[
    dt.datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]


class Paging(Schema):
    """How every list is asked for."""

    language: Language = Field(Language.MN, description="Language of the texts and addresses.")
    limit: int = Field(USUAL, ge=1, le=MOST, description="How many rows at most.")
    after: int = Field(0, ge=0, le=2**53, description="Where the page before ended: taken from `next`.")
    changed_since: Moment | None = Field(
        None, description="Only what changed later than this moment (RFC 3339, such as 2026-11-22T08:00:00Z)."
    )


class Page(Schema, Generic[Row]):
    """One page of a list. next: the address of the page after it, null at the end; ignored: unknown parameters.

    as_of: the first page's is the next time's `changed_since`; null where nobody has looked yet.
    """

    items: list[Row]
    next: str | None
    as_of: dt.datetime | None
    ignored: list[str]


#: Answers that every operation may give beside its own.
PROBLEMS: dict[int, Any] = {400: Problem, 404: Problem, 422: Problem}


@dataclass(frozen=True)
class Resource:
    """One part of the API. name: below /api/v1/; label: for the page that describes it."""

    name: str
    label: Any
    router: Router


_resources: dict[str, Resource] = {}


def register(name: str, label: Any, router: Router) -> None:
    """Declare a part. Raises ValueError for a name that is taken."""
    if name in _resources:
        raise ValueError(f"two parts of the API named {name!r}")
    _resources[name] = Resource(name, label, router)


def resources() -> Sequence[Resource]:
    """All parts, in the order of the apps."""
    return list(_resources.values())


def page_of(
    request: HttpRequest,
    paging: Paging,
    rows: Callable[[int, int], Sequence[Any]],
    shown: Callable[[Any], Any],
    as_of: dt.datetime | None,
) -> dict[str, Any]:
    """One page.

    rows:  gives at most so many (second) rows with `pk` beyond a key (first), in the order of their keys.
    shown: what is told of a row; as_of: what is told changed before this moment, or will be told again.
    """
    found = list(rows(paging.after, paging.limit + 1))
    some = found[: paging.limit]
    return {
        "items": [shown(row) for row in some],
        "next": _next(request, some[-1].pk) if len(found) > len(some) else None,
        "as_of": as_of,
        "ignored": [name[:40] for name in request.GET if name not in type(paging).model_fields][:20],
    }


def _next(request: HttpRequest, after: int) -> str:
    query = request.GET.copy()
    query["after"] = str(after)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
