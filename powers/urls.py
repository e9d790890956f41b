"""Addresses of the register of powers; the rows of a catalogue paper have theirs in reviews."""

from django.urls import path

from . import views

urlpatterns = [
    path("powers/", views.power_list, name="power-list"),
    path("powers/export/", views.power_export, name="power-export"),
    path("powers/<int:pk>/", views.power_detail, name="power-detail"),
]
