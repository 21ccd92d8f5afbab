"""Round every request: what is refused before anything reads it, and the language of its path."""

import contextvars
import logging
import re
import secrets
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from core.machines import problem
from core.paths import is_admin, is_for_machines, language_of

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Longest query string that is read, in bytes.
MAX_QUERY = 64 * 1024  # ten thousand Cyrillic letters, each six signs in an address
#: How Django writes bytes of a path that are no UTF-8. No page of ours has such a name.
_BROKEN = re.compile(r"%[89A-F][0-9A-F]")

_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")


class OnceViewIsKnown:
    """Ground of middleware that acts in `process_view` alone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view is known."""
        return self.get_response(request)


class RequestIdFilter(logging.Filter):
    """Gives each log record the id of the request it was written in, "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through."""
        record.request_id = _request_id.get()
        return True


class RequestGuardMiddleware:
    """Answers 400 to what no part of the site could read; gives every request an id (header X-Request-ID).

    PostgreSQL refuses null bytes with an error of its own, so none may come as far as a query.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The next layer's answer, or 400 with a short page in the language of the path."""
        request_id = secrets.token_hex(8)
        set_before = _request_id.set(request_id)
        try:
            response = self.get_response(request) if _is_readable(request) else _bad_request(request)
        finally:
            _request_id.reset(set_before)
        response["X-Request-ID"] = request_id
        return response


def _is_readable(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MAX_QUERY:
        return False
    try:
        decoded = unquote_to_bytes(query.encode("iso-8859-1")).decode()
    except UnicodeError:
        return False
    return "\0" not in decoded and "\0" not in request.path_info and not _BROKEN.search(request.path_info)


def _bad_request(request: HttpRequest) -> HttpResponse:
    if is_for_machines(request.path_info):
        return problem(
            400, "The address can't be read: it is too long, or holds bytes that are no UTF-8 text."
        )
    language = language_of(request.path_info)
    with translation.override(language):
        body = render_to_string("core/bad_request.html", {"language": language})
    response = HttpResponse(body, status=400, headers={"Cache-Control": "no-store"})
    response["Content-Language"] = language
    return response


class PathLanguageMiddleware:
    """The language of the path, never of a header or a cookie; the admin may override it for its user."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for the layers below; say it in Content-Language."""
        language = language_of(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if not is_admin(request.path_info):  # there, each user's own language
            response.headers.setdefault("Content-Language", language)
        return response
