"""Addresses of measures carried out (措施落实); `pk` is that of a task."""

from django.urls import path

from . import views

urlpatterns = [
    path("measures/", views.measure_turn_list, name="measure-turn-list"),
    path("measures/<int:pk>/", views.measure_turn, name="measure-turn"),
    path("measures/<int:pk>/take-back/", views.measure_take_back, name="measure-take-back"),
    path("measures/<int:pk>/check/", views.measure_check, name="measure-check"),
    path("measures/switch/<int:unit_pk>/", views.measure_switch, name="measure-switch"),
]
