"""Answers for machines: is the site up, what may a crawler read."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.paths import ADMIN_PATH


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever keeps the database away: the answer is the same
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Everything but the admin and lists of search results; where the sitemaps are."""
    lines = ["User-agent: *", f"Disallow: {ADMIN_PATH}"]
    lines += [f"Disallow: /{code}/search/" for code, _name in settings.LANGUAGES]
    lines += ["", *(f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in settings.SITEMAPS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
