"""Addresses of people: `public` below /<language>/people/, `own` below /<language>/account/."""

from django.urls import path

from accounts.views import own as own_views
from accounts.views import people

public = [
    path("", people.people, name="people"),
    path("<slug:public_id>/", people.person, name="person"),
    path("<slug:public_id>/photo/", people.photo, name="person-photo"),
    path("<slug:public_id>/letter/", people.letter, name="letter"),
    path("report/<slug:kind>/<slug:public_id>/", people.report, name="report"),
]

own = [
    path("profile/", own_views.profile, name="profile"),
    path("profile/photo/", own_views.photo, name="profile-photo"),
    path("data/", own_views.data, name="account-data"),
    path("delete/", own_views.delete, name="account-delete"),
    path("delete/keep/", own_views.keep, name="account-keep"),
    path("terms/", own_views.terms_page, name="account-terms"),
    path("terms/<slug:version>/", own_views.terms_page, name="account-terms-version"),
]
