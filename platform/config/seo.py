"""For machines that read the site: the sitemap, the web app manifest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static

from content import sitemaps


def sitemap(request: HttpRequest) -> HttpResponse:
    """Both trees, each page with its translations."""
    return render(
        request, "sitemap.xml", {"entries": sitemaps.entries(request)}, content_type="application/xml"
    )


def manifest(request: HttpRequest) -> JsonResponse:
    """Name, colours and icons for a phone's home screen."""
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "short_name": settings.SITE_NAME,
            "start_url": f"/{settings.LANGUAGE_CODE}/",
            "display": "browser",
            "theme_color": "#0b4658",
            "background_color": "#ffffff",
            "icons": [
                {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ],
        },
        content_type="application/manifest+json",
    )
