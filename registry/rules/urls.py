"""Addresses of the rules register; the page of one rule (rule-detail) belongs to `risks`."""

from django.urls import path

from . import views

urlpatterns = [
    path("rules/", views.rule_list, name="rule-list"),
    path("rules/add/", views.rule_add, name="rule-add"),
    path("rules/import/", views.rule_import, name="rule-import"),
    path("rules/export/", views.rule_export, name="rule-export"),
    path("rules/<int:pk>/file/", views.rule_file, name="rule-file"),
    path("rules/<int:pk>/edit/", views.rule_edit, name="rule-edit"),
    path("rules/<int:pk>/change/", views.rule_change, name="rule-change"),
    path(
        "rules/<int:pk>/changes/<int:change_pk>/take-back/",
        views.rule_take_back,
        name="rule-take-back",
    ),
]
