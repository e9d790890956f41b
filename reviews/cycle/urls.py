"""Addresses of the board of the cycle."""

from django.urls import path

from . import views

urlpatterns = [
    path("cycle/", views.cycle_board, name="cycle-board"),
    path("cycle/points/", views.cycle_points, name="cycle-points"),
]
