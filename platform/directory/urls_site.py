"""Addresses without a language."""

from django.urls import path

from directory import sitemaps

urlpatterns = [
    path("directory-sitemap.xml", sitemaps.index, name="directory-sitemap"),
    path("directory-sitemap-board.xml", sitemaps.posts),
    path("directory-sitemap-<int:number>.xml", sitemaps.part),
]
