"""Addresses below /<language>/directory/. Parts with addresses of their own are included before the entries."""

from django.urls import path

from directory import views

urlpatterns = [
    path("", views.listing, name="directory"),
    path("map/", views.tile_map, name="directory-map"),
    path("statistics/", views.statistics_page, name="directory-statistics"),
    path("statistics/figures.csv", views.statistics_file, name="directory-figures"),
    path("<slug:public_id>/", views.entry, name="directory-entry"),
]
