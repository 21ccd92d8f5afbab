"""Pages as leaflets: the print form of a page as PDF. Needs the extra `documents` (WeasyPrint)."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from content.models import GuidePage, StepsPage


def html_of(path: str) -> str:
    """What an anonymous reader gets at this path. Raises ValueError where it isn't a page."""
    site = urlsplit(settings.SITE_URL)
    request = RequestFactory().get(
        path, SERVER_NAME=site.hostname or "localhost", secure=site.scheme == "https"
    )
    answer: Any = WSGIHandler().get_response(request)
    if answer.status_code != 200:
        raise ValueError(f"{path}: the answer is {answer.status_code}")
    return str(answer.content.decode())


def pdf_of(path: str) -> bytes:
    """The page at this path as A4 PDF. Raises ValueError where it isn't one, ImportError without WeasyPrint."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Our static files and pictures, straight from their storage; nothing is asked of the net."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, own_file(url), {"Content-Type": kind})

    html = HTML(string=html_of(path), base_url=settings.SITE_URL + path, url_fetcher=OwnFiles())
    style = CSS(string=own_file(settings.SITE_URL + settings.STATIC_URL + "css/leaflet.css").decode())
    return bytes(html.write_pdf(stylesheets=[style]))


def own_file(url: str) -> bytes:
    """A static file or picture of ours. Raises ValueError for everything else."""
    path = unquote(urlsplit(url).path)
    if urlsplit(url).netloc != urlsplit(settings.SITE_URL).netloc:
        raise ValueError(f"not ours: {url}")
    if path.startswith(settings.STATIC_URL):
        name = path.removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        if found:
            return Path(str(found)).read_bytes()
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    if path.startswith(settings.MEDIA_URL):
        with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as file:
            return bytes(file.read())
    raise ValueError(f"not ours: {url}")


def chosen() -> list[str]:
    """The paths of what is printed unless somebody chooses: the step-by-steps and the guides, in all languages."""
    pages = [*StepsPage.objects.live().public(), *GuidePage.objects.live().public()]
    return [urlsplit(page.full_url).path for page in pages]
