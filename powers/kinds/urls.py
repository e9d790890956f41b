"""Addresses of the kinds of powers."""

from django.urls import path

from . import views

urlpatterns = [
    path("powers/kinds/", views.kind_list, name="kind-list"),
    path("powers/kinds/add/", views.kind_add, name="kind-add"),
    path("powers/kinds/<int:pk>/", views.kind_edit, name="kind-edit"),
]
