"""Addresses of a rule with what rests on it, and of the points where a rule is wanting."""

from django.urls import path

from . import views

urlpatterns = [
    path("rules/<int:pk>/", views.rule_detail, name="rule-detail"),
    path("rules/gaps/", views.rule_gaps, name="rule-gaps"),
]
