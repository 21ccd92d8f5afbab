"""Addresses below /<language>/directory/. Parts with addresses of their own are included before the entries."""

from django.urls import include, path

from directory import contact_views, freshness_views, views
from directory.board import relay

urlpatterns = [
    path("", views.listing, name="directory"),
    path("map/", views.tile_map, name="directory-map"),
    path("confirm/<str:key>/", freshness_views.by_link, name="directory-confirm"),
    path("desk/<slug:public_id>/", freshness_views.desk, name="directory-desk"),
    path("<slug:public_id>/confirm/", freshness_views.own, name="directory-confirm-own"),
    path("board/", include("directory.board.urls")),
    path("statistics/", views.statistics_page, name="directory-statistics"),
    path("statistics/figures.csv", views.statistics_file, name="directory-figures"),
    path("<slug:public_id>/contacts/", contact_views.contacts, name="directory-contacts"),
    path("<slug:public_id>/", views.entry, name="directory-entry"),
    path("<slug:public_id>/write/", relay.write, name="directory-write"),
    path("<slug:public_id>/join/", relay.join, name="directory-join"),
]
