"""Addresses below /<language>/account/organizations/."""

from django.urls import path

from accounts.views import assisted, organization_people, organization_trust, organizations, umbrella_desk

urlpatterns = [
    path("", organizations.mine, name="organizations"),
    path("enter/", organizations.enter, name="organization-enter"),
    path("take-over/", assisted.take_over, name="organization-take-over"),
    path("assist/", assisted.overview, name="organization-assist"),
    path("assist/enter/", assisted.enter, name="organization-assist-enter"),
    path("invitations/<str:key>/", organization_people.invitation, name="organization-invitation"),
    path("<slug:public_id>/", organizations.overview, name="organization"),
    path("<slug:public_id>/edit/", organizations.edit, name="organization-edit"),
    path("<slug:public_id>/rows/<slug:kind>/", organizations.rows, name="organization-rows"),
    path("<slug:public_id>/logo/", organizations.logo, name="organization-logo"),
    path("<slug:public_id>/logo/image/", organizations.logo_image, name="organization-logo-image"),
    path("<slug:public_id>/people/", organization_people.people, name="organization-people"),
    path("<slug:public_id>/listing/", organization_trust.listing, name="organization-listing"),
    path("<slug:public_id>/umbrellas/", organization_trust.umbrellas, name="organization-umbrellas"),
    path("<slug:public_id>/log/", organization_trust.log, name="organization-log"),
    path("<slug:public_id>/claim/", organization_trust.claim, name="organization-claim"),
    path("<slug:public_id>/assist-claim/", assisted.claim, name="organization-assist-claim"),
    path("<slug:public_id>/desk/", umbrella_desk.desk, name="organization-desk"),
    path("<slug:public_id>/desk/members/", umbrella_desk.members, name="organization-desk-members"),
]
