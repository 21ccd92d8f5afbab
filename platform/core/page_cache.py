"""Whole pages for readers who are not signed in: rendered once, kept until any public content changes.

Nothing that a visitor sends but the address goes into a stored page: it is rendered from a request without
cookies and headers. An entry is right as long as the content's version in the database is the one it was
rendered at, and the version is read with each request, so that no process serves old text after a publish.

A view that must not be stored calls `never_cache_page(response)` (or sets `response.never_cache_page = True`,
or a Cache-Control with "private" or "no-store"): forms, lists of search results, whatever stands under a
Wagtail view restriction.
"""

import gzip
import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.http import parse_etags

from core import locks, shared
from core.models import ContentVersion
from core.paths import is_account, is_admin, is_for_machines, language_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)

#: How long a request waits for another that renders the same page, in seconds, before it renders it itself.
LONGEST_WAIT = 5.0
#: How many pages can be rendered at once; two pages that share a lock wait for each other, rarely.
LOCKS = 512
#: Parameters that other sites hang on links to us. They change nothing, so the stored page is served.
_TRACKING = re.compile(r"fbclid|gclid|utm_[a-z]+")
#: What a listed parameter may hold in a stored page's address.
_PLAIN_VALUE = re.compile(r"[\w-]{1,40}")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
#: Headers that belong to one answer, not to the page.
_NOT_STORED = {
    "content-length",
    "content-encoding",
    "cache-control",
    "vary",
    "etag",
    "expires",
    "x-request-id",
}
_CACHE_CONTROL = "public, max-age=0, must-revalidate"

_packer = GZipMiddleware(lambda _request: HttpResponse())
logger = logging.getLogger(__name__)


class NotCacheableError(Exception):
    """A page that anybody may be served sets a cookie or holds a form's secret (in DEBUG and tests only)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored page: at which version it was rendered, its gzip body, its tag and its other headers."""

    version: int
    body: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]


def raise_version() -> None:
    """Make every stored page old, from the moment the caller's transaction is committed.

    Call it inside the transaction that changes what readers see.
    """
    if not ContentVersion.objects.filter(pk=1).update(version=F("version") + 1):
        # Later than any that was there before, should the table have been emptied.
        ContentVersion.objects.get_or_create(pk=1, defaults={"version": int(time.time())})


def current_version() -> int | None:
    """The content's version, None where the row is missing. Plain SQL: it is asked with each request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM core_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else None


def never_cache_page(response: Response) -> Response:
    """Keep this answer out of our store and of everybody else's; returns it."""
    response["Cache-Control"] = "private, no-store"
    return response


class PageCacheMiddleware:
    """Answers from the store where that is right, else lets the page be rendered, once for all who ask."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.store = _Store()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The stored page, or the next layer's answer."""
        if request.method not in ("GET", "HEAD") or is_admin(request.path_info):
            return self.get_response(request)
        if is_account(request.path_info):
            return never_cache_page(self.get_response(request))
        version = current_version()
        with shared.at_version(version):
            if is_for_machines(
                request.path_info
            ):  # the same for all; they say themselves how long it is kept
                return self.get_response(request)
            if _has_state(request):
                return _for_one_reader(self.get_response(request))
            address = _address(request)
            if address is None or version is None or settings.PAGE_CACHE_SECONDS == 0:
                return self.get_response(request)
            entry = self.store.get(address.key, version)
            if entry is not None:
                return _answer(request, entry)
            if request.method == "HEAD" or address.tracked:
                return self.get_response(request)
            return self._render(request, address.key, version)

    def _render(self, request: HttpRequest, key: str, version: int) -> HttpResponseBase:
        """Render the page and keep it; whoever comes meanwhile waits for it."""
        with self.store.turn(key) as waited:
            if waited and (entry := self.store.get(key, version)):
                return _answer(request, entry)
            with _nothing_of_the_visitor(request):
                response = self.get_response(request)
            if not _may_be_stored(response):
                self.store.note_unfit(key)
                # Rendered as if for nobody, it went through that layer unpacked.
                return _packer.process_response(request, response)
            entry = _entry(response, version)
            self.store.set(key, entry)
        return _answer(request, entry)


@dataclass(frozen=True, slots=True)
class _Address:
    key: str
    tracked: bool  # holds parameters that are none of ours


def _address(request: HttpRequest) -> _Address | None:
    """What the page is stored under; None for what is never stored, so that nobody can fill the store.

    Raises DisallowedHost for a host that is not ours.
    """
    host = request.get_host()
    port = "" if host.startswith("[") else host.partition(":")[2]
    own_port = port in ("", request.META.get("SERVER_PORT", ""))
    if not own_port and host != settings.SITE_URL.partition("://")[2]:
        return None  # any port passes Django's check of the host
    parameters: list[str] = []
    tracked = False
    if request.META.get("QUERY_STRING"):
        known = getattr(settings, "PAGE_CACHE_QUERY", ())
        for parameter, values in sorted(request.GET.lists()):
            if _TRACKING.fullmatch(parameter):
                tracked = True
            elif parameter in known and len(values) == 1 and _PLAIN_VALUE.fullmatch(values[0]):
                parameters.append(f"{parameter}={values[0]}")
            else:
                return None
    parts = (request.scheme, host, language_of(request.path_info), request.path_info, "&".join(parameters))
    return _Address(hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest(), tracked)


def _has_state(request: HttpRequest) -> bool:
    """Whether the visitor may be signed in or may have a message waiting."""
    cookies = request.META.get("HTTP_COOKIE", "")
    return bool(cookies) and (f"{settings.SESSION_COOKIE_NAME}=" in cookies or "messages=" in cookies)


def _for_one_reader(response: HttpResponseBase) -> HttpResponseBase:
    """What a signed-in reader gets is nobody else's."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


@contextmanager
def _nothing_of_the_visitor(request: HttpRequest) -> Iterator[None]:
    """Take cookies and headers off the request while the page is rendered; the host and the scheme stay."""
    kept = {"HTTP_HOST"}
    if settings.USE_X_FORWARDED_HOST:
        kept.add("HTTP_X_FORWARDED_HOST")
    if settings.SECURE_PROXY_SSL_HEADER:
        kept.add(settings.SECURE_PROXY_SSL_HEADER[0])
    original = request.META
    clean = {name: value for name, value in original.items() if not name.startswith("HTTP_") or name in kept}
    request.META = request.environ = clean  # type: ignore[attr-defined]
    _forget_what_was_read(request)
    try:
        yield
    finally:
        request.META = request.environ = original  # type: ignore[attr-defined]
        _forget_what_was_read(request)


def _forget_what_was_read(request: HttpRequest) -> None:
    for cached in ("COOKIES", "headers"):
        request.__dict__.pop(cached, None)


def _may_be_stored(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whether this is a page for everybody. Raises NotCacheableError in DEBUG and tests for a view's slip."""
    if response.status_code != 200 or response.streaming or not isinstance(response, HttpResponse):
        return False
    if not response.get("Content-Type", "").startswith("text/html") or response.has_header(
        "Content-Encoding"
    ):
        return False
    control = response.get("Cache-Control", "")
    if getattr(response, "never_cache_page", False) or "private" in control or "no-store" in control:
        return False
    if response.cookies or b"csrfmiddlewaretoken" in response.content:
        if settings.DEBUG or getattr(settings, "PAGE_CACHE_STRICT", False):
            raise NotCacheableError(
                "A page for everybody sets a cookie or holds a CSRF field: "
                "take it out, or call core.page_cache.never_cache_page(response) in its view."
            )
        return False
    return not settings.DEBUG  # whoever works on templates wants to see the change


def _entry(response: HttpResponse, version: int) -> Entry:
    digest = hashlib.sha256(response.content).hexdigest()[:20]
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in _NOT_STORED)
    # The time of compression is left out, so that the same page is the same bytes.
    body = gzip.compress(response.content, compresslevel=9, mtime=0)
    # Weak, as the plain body and the compressed one share it.
    return Entry(version, body, f'W/"{digest}"', headers)


def _answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The entry as this request wants it: unchanged, compressed or plain."""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known and (known.strip() == "*" or entry.etag in parse_etags(known)):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        takes_gzip = _TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        body = entry.body if takes_gzip else gzip.decompress(entry.body)
        response = HttpResponse(body)
        for name, value in entry.headers:
            response.headers[name] = value
        if takes_gzip:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(body))
        if request.method == "HEAD":
            response.content = b""
    response.headers["ETag"] = entry.etag
    response.headers["Cache-Control"] = _CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    return response


class _Store:
    """Pages by key, in the cache "pages"; its trouble is no reader's trouble."""

    def __init__(self) -> None:
        self._folder = Path(settings.DATA_DIR) / "locks"
        # Addresses whose last answer was not to be stored: nobody waits for those.
        self._unfit: OrderedDict[str, None] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: str, version: int) -> Entry | None:
        """The page of this version."""
        try:
            found: Any = caches["pages"].get(f"page:{key}")
        except Exception:  # a cache that is away must not take the site with it
            logger.warning("the page cache does not answer", exc_info=True)
            return None
        return found if isinstance(found, Entry) and found.version == version else None

    def set(self, key: str, entry: Entry) -> None:
        """Keep the page, in the place of an older one."""
        with self._guard:
            self._unfit.pop(key, None)
        try:
            caches["pages"].set(f"page:{key}", entry, settings.PAGE_CACHE_SECONDS)
        except Exception:
            logger.warning("the page cache does not answer", exc_info=True)

    def note_unfit(self, key: str) -> None:
        """Remember that this address gives nothing to store."""
        with self._guard:
            self._unfit[key] = None
            while len(self._unfit) > 2000:
                self._unfit.popitem(last=False)

    @contextmanager
    def turn(self, key: str) -> Iterator[bool]:
        """Hold the right to render the page, on this machine; gives whether another may just have done so."""
        if key in self._unfit:
            yield False
            return
        # Locks are files: let go by the system when a process is killed.
        with locks.only_one(self._folder / f"page-{int(key[:8], 16) % LOCKS}", wait=LONGEST_WAIT):
            yield True
