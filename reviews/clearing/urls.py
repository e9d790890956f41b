"""Addresses of the clearing (清权): rounds, declarations, offers."""

from django.urls import path

from .views import declarations, offers, rounds

urlpatterns = [
    path("clearing/", rounds.clearing, name="clearing"),
    path("clearing/open/<int:unit_pk>/", rounds.clearing_open, name="clearing-open"),
    path("clearing/<int:pk>/", rounds.clearing_round, name="clearing-round"),
    path("clearing/<int:pk>/close/", rounds.clearing_close, name="clearing-close"),
    path("clearing/<int:pk>/remind/", rounds.clearing_remind, name="clearing-remind"),
    path(
        "clearing/<int:pk>/register.<slug:format_name>",
        rounds.clearing_register,
        name="clearing-register",
    ),
    path("clearing/<int:pk>/begin/", declarations.declaration_begin, name="declaration-begin"),
    path("clearing/declarations/<int:pk>/", declarations.declaration, name="declaration"),
    path(
        "clearing/declarations/<int:pk>/rows/",
        declarations.declaration_rows,
        name="declaration-rows",
    ),
    path(
        "clearing/declarations/<int:pk>/rows/add/",
        declarations.declaration_row_add,
        name="declaration-row-add",
    ),
    path(
        "clearing/declarations/<int:pk>/rows/<int:row_pk>/",
        declarations.declaration_row,
        name="declaration-row",
    ),
    path(
        "clearing/declarations/<int:pk>/rows/<int:row_pk>/remove/",
        declarations.declaration_row_remove,
        name="declaration-row-remove",
    ),
    path(
        "clearing/declarations/<int:pk>/hand-in/",
        declarations.declaration_hand_in,
        name="declaration-hand-in",
    ),
    path(
        "clearing/declarations/<int:pk>/take-back/",
        declarations.declaration_take_back,
        name="declaration-take-back",
    ),
    path(
        "clearing/declarations/<int:pk>/gather/",
        declarations.declaration_gather,
        name="declaration-gather",
    ),
    path("clearing/offers/<int:pk>/", offers.clearing_offer, name="clearing-offer"),
]
