"""“Is this cooperative real?” has a short address, to be said aloud: /<language>/check/."""

from django.urls import path

from directory import views

urlpatterns = [path("", views.check, name="check")]
