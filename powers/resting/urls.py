"""Addresses of a law with what rests on it, and of what is to be looked at after a change."""

from django.urls import path

from . import views

urlpatterns = [
    path("laws/<int:pk>/", views.law_detail, name="law-detail"),
    path("laws/due/", views.law_due_list, name="law-due-list"),
    path(
        "laws/due/<int:change_pk>/powers/<int:power_pk>/",
        views.law_looked_at,
        name="law-looked-at",
    ),
]
