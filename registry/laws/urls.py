"""Addresses of the law register; the page of one law (law-detail) belongs to `powers`."""

from django.urls import path

from . import import_views, views

urlpatterns = [
    path("laws/", views.law_list, name="law-list"),
    path("laws/add/", views.law_add, name="law-add"),
    path("laws/levels/", views.law_levels, name="law-levels"),
    path("laws/import/", import_views.law_import, name="law-import"),
    path("laws/<int:pk>/edit/", views.law_edit, name="law-edit"),
    path("laws/<int:pk>/change/", views.law_change, name="law-change"),
    path(
        "laws/<int:pk>/changes/<int:change_pk>/take-back/",
        views.law_take_back,
        name="law-take-back",
    ),
    path("laws/<int:pk>/articles/add/", views.law_article, name="law-article-add"),
    path("laws/<int:pk>/articles/<int:article_pk>/", views.law_article, name="law-article"),
]
