"""The URLs of the house: the faces bring their own.

Here, above all parts, those are joined that know nothing of each other: the lists that a report may name are drawn up
by the parts that keep them.
"""

from django.urls import include, path

from bihuan.cli.report_lists import register

register()
urlpatterns = [path("", include("bihuan.web.urls"))]
