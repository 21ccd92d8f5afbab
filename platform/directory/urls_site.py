"""Addresses without a language."""

from django.urls import path

from directory import freshness_views, open_views, sitemaps
from directory.open_shapes import SHAPES

urlpatterns = [
    path("e/<slug:public_id>/", freshness_views.short, name="directory-edit-short"),
    path("sms/reply/", freshness_views.sms_reply, name="sms-reply"),
    path("directory-sitemap.xml", sitemaps.index, name="directory-sitemap"),
    path("directory-sitemap-board.xml", sitemaps.posts),
    path("directory-sitemap-<int:number>.xml", sitemaps.part),
    *(path(f"data/{name}", open_views.file, {"name": name}, name=f"open-{name}") for name in SHAPES),
    path("data/checksums.txt", open_views.checksums, name="open-checksums"),
    path("data/murmurations/<slug:public_id>.json", open_views.one_profile, name="open-profile"),
]
