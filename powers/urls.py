"""Addresses of the register of powers; the rows of a catalogue paper have theirs in reviews."""

from django.urls import path

from . import views

urlpatterns = [
    path("powers/", views.power_list, name="power-list"),
    path("powers/export/", views.power_export, name="power-export"),
    path("powers/charts/export/", views.power_charts_export, name="power-charts-export"),
    path("powers/<int:pk>/chart.<slug:format_name>", views.power_chart, name="power-chart"),
    path("powers/<int:pk>/lanes.<slug:format_name>", views.power_lanes, name="power-lanes"),
    path("powers/<int:pk>/sheet.<slug:format_name>", views.power_sheet, name="power-sheet"),
    path("powers/<int:pk>/guard.<slug:format_name>", views.power_guard, name="power-guard"),
    path("powers/<int:pk>/", views.power_detail, name="power-detail"),
]
