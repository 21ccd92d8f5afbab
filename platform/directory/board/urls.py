"""Addresses below /<language>/directory/board/."""

from django.urls import path

from directory.board import relay, views

urlpatterns = [
    path("", views.board, name="board"),
    path("new/", views.new, name="board-new"),
    path("of/<slug:public_id>/", views.own, name="board-own"),
    path("<slug:public_id>/", views.post, name="board-post"),
    path("<slug:public_id>/edit/", views.edit, name="board-edit"),
    path("<slug:public_id>/change/", views.change, name="board-change"),
    path("<slug:public_id>/answer/", relay.answer, name="board-answer"),
]
