"""The URLs of the house: the faces bring their own."""

from django.urls import include, path

urlpatterns = [path("", include("bihuan.web.urls"))]
