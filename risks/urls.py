"""Addresses of the register of risk points; the rows of a form have theirs in reviews."""

from django.urls import path

from . import views

urlpatterns = [
    path("points/", views.point_list, name="point-list"),
    path("points/export/", views.point_export, name="point-export"),
    path("points/<int:pk>/", views.point_detail, name="point-detail"),
]
