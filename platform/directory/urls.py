"""Addresses below /<language>/directory/. Parts with addresses of their own are included before the entries."""

from django.urls import include, path

from directory import views
from directory.board import relay

urlpatterns = [
    path("", views.listing, name="directory"),
    path("map/", views.tile_map, name="directory-map"),
    path("board/", include("directory.board.urls")),
    path("<slug:public_id>/", views.entry, name="directory-entry"),
    path("<slug:public_id>/write/", relay.write, name="directory-write"),
    path("<slug:public_id>/join/", relay.join, name="directory-join"),
]
