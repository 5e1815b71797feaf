"""The web's URLs."""

from __future__ import annotations

from django.urls import URLPattern, path

from bihuan.web.duties import account_page, own_account
from bihuan.web.entrance import Entrance, Exit
from bihuan.web.figures import figure_page
from bihuan.web.overview import overview_page
from bihuan.web.records import evidence_file, record_page, records_page

urlpatterns: list[URLPattern] = [
    path("", overview_page, name="overview"),
    path("login/", Entrance.as_view(), name="login"),
    path("logout/", Exit.as_view(), name="logout"),
    path("duties/", own_account, name="duties"),
    path("duties/<str:code>/", account_page, name="duties_of"),
    path("figures/<path:key>/", figure_page, name="figure"),
    path("records/", records_page, name="records"),
    path("records/<int:number>/", record_page, name="record"),
    path("records/<int:number>/evidence/<str:sha256>/", evidence_file, name="evidence"),
]
