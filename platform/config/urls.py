"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts import urls_people
from accounts.views.home import other_door
from config import api, data_page, seo
from content import place_views, routing
from content import views as content_views
from content.feeds import NewestFeed
from core import views as core_views


def to_default_language(request: HttpRequest) -> HttpResponse:
    """`/` goes to Mongolian, whatever the browser says it prefers."""
    return redirect(f"/{settings.LANGUAGE_CODE}/")


urlpatterns = [
    path("", to_default_language),
    path("healthz", core_views.healthz, name="healthz"),
    path("robots.txt", core_views.robots_txt),
    path("sitemap.xml", seo.sitemap, name="sitemap"),
    path("manifest.webmanifest", seo.manifest, name="manifest"),
    path("cms/login/", other_door, name="wagtailadmin_login"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures as pages show them, nothing else of the folder: documents go through Wagtail, which asks who may
    # have them.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
]
if settings.DIRECTORY:
    urlpatterns += [path("", include("directory.urls_site"))]
urlpatterns += [
    path("data/", data_page.to_page),
    *api.urlpatterns,
    re_path(r"^data/(?P<rest>[\s\S]+)$", api.unknown, name="data-unknown"),
]
if settings.DESIGN_PAGE:
    from config.design import style_page

    urlpatterns += [path("design/", style_page, name="design")]

urlpatterns += i18n_patterns(
    path("search/", include("search.urls")),
    path("changes/", content_views.what_changed, name="changes"),
    path("feeds/<slug:slug>.atom", NewestFeed(), name="feed"),
    path("not-confirmed/", content_views.not_confirmed, name="not-confirmed"),
    path("places/", place_views.place_list, name="places"),
    path("places/<slug:code>/", place_views.place_page, name="place"),
    path("feedback/<int:page_id>/", content_views.remark, name="feedback"),
    path("data/", data_page.data_page, name="data"),
    path("account/", include("accounts.urls")),
    path("people/", include(urls_people.public)),
    *(
        [
            path("directory/", include("directory.urls")),
            path("check/", include("directory.urls_check")),
        ]
        if settings.DIRECTORY
        else []
    ),
    # Wagtail's own (the password of a page) before the pattern that takes all the rest.
    path("_util/login/", other_door, name="wagtailcore_login"),
    *[e for e in wagtail_urls.urlpatterns if e.name not in {"wagtail_serve", "wagtailcore_login"}],
    re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
)
