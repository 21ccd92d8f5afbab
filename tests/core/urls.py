"""Small pages for the tests of the ground floor."""

import threading
import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.translation import get_language

from core import page_cache, views

#: How often each page was rendered; tests empty it.
rendered: dict[str, int] = {}
busy: list[int] = []
_guard = threading.Lock()


def _count(name: str) -> None:
    with _guard:
        rendered[name] = rendered.get(name, 0) + 1


def page(request: HttpRequest) -> HttpResponse:
    """Shows all that a visitor could have sent, and the language."""
    _count("page")
    seen = [
        request.COOKIES.get("colour", ""),
        request.headers.get("Accept-Language", ""),
        request.headers.get("User-Agent", ""),
        request.headers.get("X-Forwarded-For", ""),
        request.headers.get("Referer", ""),
        request.META.get("HTTP_X_ANYTHING", ""),
    ]
    text = f"<p>{get_language()} {request.GET.get('page', '')} {' '.join(seen)}</p>" + "<p>хоршоо</p>" * 50
    return HttpResponse(text)


def slow(request: HttpRequest) -> HttpResponse:
    """Takes its time."""
    _count("slow")
    with _guard:
        busy.append(1)
        rendered["slow at once"] = max(rendered.get("slow at once", 0), len(busy))
    time.sleep(0.3)
    with _guard:
        busy.pop()
    return HttpResponse("<p>slow</p>")


def opted_out(request: HttpRequest) -> HttpResponse:
    """Holds a form's secret and says so."""
    _count("opted_out")
    return page_cache.never_cache_page(HttpResponse(f"csrfmiddlewaretoken {get_token(request)}"))


def slow_form(request: HttpRequest) -> HttpResponse:
    """Takes its time and is not to be stored."""
    return page_cache.never_cache_page(slow(request))


def marked(request: HttpRequest) -> HttpResponse:
    """Marked by an attribute, as a restricted page is."""
    _count("marked")
    response = HttpResponse("restricted")
    response.never_cache_page = True
    return response


def with_cookie(request: HttpRequest) -> HttpResponse:
    """Sets a cookie and does not say so."""
    _count("with_cookie")
    response = HttpResponse("cookie")
    response.set_cookie("who", "me")
    return response


def with_form(request: HttpRequest) -> HttpResponse:
    """Holds a form's secret and does not say so."""
    return HttpResponse('<input name="csrfmiddlewaretoken" value="secret">')


def broken(request: HttpRequest) -> HttpResponse:
    """Fails."""
    _count("broken")
    raise ValueError("broken")


def signed_in_only(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """A page of the admin."""
    return HttpResponse(f"admin {get_language()}")


urlpatterns = [
    path("mn/page/", page),
    path("en/page/", page),
    path("page/", page),
    path("mn/slow/", slow),
    path("mn/slow-form/", slow_form),
    path("mn/opted-out/", opted_out),
    path("mn/marked/", marked),
    path("mn/with-cookie/", with_cookie),
    path("mn/with-form/", with_form),
    path("mn/broken/", broken),
    path("cms/page/", signed_in_only),
    path("healthz", views.healthz),
    path("robots.txt", views.robots_txt),
    path("sitemap.xml", page, name="sitemap"),
]
