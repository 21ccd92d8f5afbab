"""Addresses below /<language>/directory/. Parts with addresses of their own are included before the entries."""

from django.urls import path

from directory import views

urlpatterns = [
    path("", views.listing, name="directory"),
    path("map/", views.tile_map, name="directory-map"),
    path("<slug:public_id>/", views.entry, name="directory-entry"),
]
