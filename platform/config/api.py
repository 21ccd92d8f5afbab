"""The read API at /api/v1/: what the apps that are switched on declare in their `api.py`."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils.cache import get_conditional_response
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from core.api import PROBLEMS, resources
from core.machines import PROBLEM, open_to_all, problem

ROOT = "/api/v1/"
DESCRIPTION = (
    "What the pages of khorshoo show, for programs: cooperatives of Mongolia, guides, laws, terms. "
    "Read only, without a key. Explained, with the files of the open data, at /en/data/."
)

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


class Letters(JSONRenderer):
    """JSON with letters as they are: Cyrillic ones in escapes take three times the bytes."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    """django-ninja's, which says in its description in which form mistakes are answered."""

    def get_openapi_schema(self, **parts: Any) -> Any:
        """The description."""
        schema = super().get_openapi_schema(**parts)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        return schema


class Index(Schema):
    """What there is. licence: null as long as none is decided."""

    resources: dict[str, str]
    openapi: str
    documentation: dict[str, str]
    licence: str | None


def index(request: HttpRequest) -> dict[str, Any]:
    """What there is, and where it is explained."""
    return {
        "resources": {one.name: f"{settings.SITE_URL}{ROOT}{one.name}" for one in resources()},
        "openapi": f"{settings.SITE_URL}{ROOT}openapi.json",
        "documentation": {code: f"{settings.SITE_URL}/{code}/data/" for code, _name in settings.LANGUAGES},
        "licence": None,
    }


def _make() -> NinjaAPI:
    autodiscover_modules("api")
    # Its own page of documentation would load scripts from elsewhere: ours is /data/.
    api = Api(
        title="Khorshoo",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api",
        renderer=Letters(),
    )
    api.get(
        "", response={200: Index, **PROBLEMS}, operation_id="index", summary="What there is", tags=["index"]
    )(index)
    for one in resources():
        api.add_router(f"/{one.name}", one.router, tags=[one.name])
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(
        Http404, lambda _request, _error: problem(404, "There is nothing at this address.")
    )
    api.add_exception_handler(Exception, _failed)
    return api


def _not_valid(_request: HttpRequest, error: Any) -> HttpResponse:
    # Of a parameter that may stand several times the number of the value comes last.
    errors = [
        {"parameter": [part for part in one["loc"] if isinstance(part, str)][-1], "message": one["msg"]}
        for one in error.errors
    ]
    return problem(422, "A parameter has a value that it can't have.", errors=errors)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _failed(_request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("the API failed", exc_info=error)
    return problem(500, "Something went wrong here. It has been noted.")


def _answering(view: View) -> View:
    """The view in the language that is asked for, with what every answer has: HEAD, ETag, leave for other sites."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        try:
            with override(language):
                response = view(request, *args, **kwargs)
        finally:
            if is_head:
                request.method = "HEAD"
        if response.status_code == 405:
            response = problem(405, "Only GET: this API is for reading.")
            response.headers["Allow"] = "GET, HEAD"
        if response.status_code == 200:
            etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            response = get_conditional_response(request, etag=etag, response=response) or response
        response.headers["Content-Language"] = language
        return open_to_all(response)

    return answered


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """There is nothing there."""
    return problem(404, f"There is no such address. {settings.SITE_URL}{ROOT} lists what there is.")


def _patterns() -> list[Any]:
    patterns, app_name, namespace = _make().urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _answering(pattern.callback)
    return [
        path(ROOT[1:], (patterns, app_name, namespace)),
        re_path(r"^api/(?P<rest>[\s\S]*)$", unknown, name="api-unknown"),
    ]


urlpatterns = _patterns()


def openapi_address() -> str:
    """Where the API describes itself."""
    return reverse("api:openapi-json")
