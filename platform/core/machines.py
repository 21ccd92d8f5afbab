"""Answers for programs: the open data and the read API. Whoever asks gets the same, from any page of any site."""

from __future__ import annotations

import datetime as dt
import json
import re
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime

Response = TypeVar("Response", bound=HttpResponseBase)

PROBLEM = "application/problem+json"
#: What scripts of other sites may read of an answer, beside its text.
_EXPOSED = "ETag, Last-Modified, Content-Disposition, X-Checksum-SHA256, X-Data-As-Of, Link"
#: RFC 3339; a plus that was not percent-encoded arrives as a space.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+ -]\d\d:\d\d)", re.ASCII)
_EARLIEST, _LATEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


def open_to_all(response: Response) -> Response:
    """Let scripts of any site read it, and say where it is explained. Returns it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    response.headers["Link"] = f'<{settings.SITE_URL}/{settings.LANGUAGE_CODE}/data/>; rel="describedby"'
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def problem_data(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """What went wrong, as RFC 9457 has it."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """An answer that says what went wrong."""
    text = json.dumps(problem_data(status, detail, **more), ensure_ascii=False)
    answer = HttpResponse(text, status=status, content_type=PROBLEM, headers={"Cache-Control": "no-store"})
    return open_to_all(answer)


def moment_of(text: str) -> dt.datetime:
    """A moment as RFC 3339 writes it, in world time, within the years that databases know. Raises ValueError."""
    if not _MOMENT.fullmatch(text):
        raise ValueError("write a date and time with its zone: 2026-11-22T08:00:00Z")
    written = text.upper().replace(" ", "+")
    if written[17:19] == "60":  # a leap second
        written = f"{written[:17]}59{written[19:]}"
    found = parse_datetime(written)
    if found is None:
        raise ValueError("there is no such day or time")
    if found.year < _EARLIEST.year:
        return _EARLIEST
    return min(found, _LATEST).astimezone(dt.UTC)
