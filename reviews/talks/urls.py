"""Addresses of the talks."""

from django.urls import path

from . import views
from .kind_views import talk_kinds
from .ledger_views import talk_ledger, talk_ledger_xlsx, talk_volume
from .paper_views import talk_scan, talk_sheet

urlpatterns = [
    path("talks/", views.talk_list, name="talk-list"),
    path("talks/plan/", views.talk_plan, name="talk-plan"),
    path("talks/ledger/", talk_ledger, name="talk-ledger"),
    path("talks/ledger.xlsx", talk_ledger_xlsx, name="talk-ledger-xlsx"),
    path("talks/volume/", talk_volume, name="talk-volume"),
    path("talks/kinds/", talk_kinds, name="talk-kinds"),
    path("talks/<int:pk>/", views.talk_detail, name="talk"),
    path("talks/<int:pk>/plan/", views.talk_replan, name="talk-replan"),
    path("talks/<int:pk>/record/", views.talk_record, name="talk-record"),
    path("talks/<int:pk>/drop/", views.talk_drop, name="talk-drop"),
    path("talks/<int:pk>/remark/", views.talk_remark, name="talk-remark"),
    path("talks/<int:pk>/confirm/", views.talk_confirm, name="talk-confirm"),
    path("talks/<int:pk>/sheet/", talk_sheet, name="talk-sheet"),
    path("talks/<int:pk>/sheet/<int:confirmation_pk>/", talk_scan, name="talk-scan"),
    path("talks/<int:pk>/<slug:format_name>/", views.talk_print, name="talk-print"),
]
