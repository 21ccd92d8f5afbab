"""Addresses without a language."""

from django.urls import path

from directory import freshness_views, sitemaps

urlpatterns = [
    path("e/<slug:public_id>/", freshness_views.short, name="directory-edit-short"),
    path("sms/reply/", freshness_views.sms_reply, name="sms-reply"),
    path("directory-sitemap.xml", sitemaps.index, name="directory-sitemap"),
    path("directory-sitemap-<int:number>.xml", sitemaps.part),
]
