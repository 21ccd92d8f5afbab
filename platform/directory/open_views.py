"""The files of the open data at their addresses, for programs and for people with a spreadsheet."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from core import rate_limit
from core.machines import moment_of, open_to_all, problem
from core.proxies import place
from directory import open_serving
from directory.open_record import record, with_record
from directory.open_shapes import SHAPES
from directory.permissions import open_with_all
from directory.profiles import profile

#: So often an hour the directory itself is read for one place. The files as they are written cost nothing.
LIVE_AN_HOUR = 60


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of `SHAPES`; with `changed_since` only what is new, and what is gone."""
    shape, since = SHAPES[name], None
    if asked := request.GET.get("changed_since", ""):
        try:
            since = moment_of(asked)
        except ValueError as error:
            return problem(400, f"changed_since can't be read: {error}")
    is_live = since is not None or name not in open_serving.files()
    if is_live and not rate_limit.allow("open-data", place(request), LIVE_AN_HOUR, 3600):
        answer = problem(429, "Too much was asked from your line. Take the whole file, or wait an hour.")
        answer["Retry-After"] = "3600"
        return answer
    return open_serving.answer(request, shape, since)


@require_safe
def checksums(request: HttpRequest) -> HttpResponse:
    """As `sha256sum -c` reads them; a file that is being written anew has none."""
    lines = [
        f"{one.sha256}  {name.rpartition('/')[2]}\n" for name, one in sorted(open_serving.files().items())
    ]
    return open_to_all(HttpResponse("".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def one_profile(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The profile of an organization that agreed to that."""
    entry = with_record(open_with_all().filter(public_id=public_id)).first()
    if entry is None:
        return problem(
            404, "There is no profile here: no such entry, or its organization has not agreed to one."
        )
    told = record(entry)
    response = JsonResponse(profile(told), json_dumps_params={"ensure_ascii": False})
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return open_to_all(
        get_conditional_response(request, etag=response["ETag"], response=response) or response
    )
