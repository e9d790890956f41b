"""Addresses of the commitments, inside; what is published of them is among `public_urls`."""

from django.urls import path

from . import text_views, views

urlpatterns = [
    path("commitments/", views.commitment_list, name="commitment-list"),
    path("commitments/sign/<int:appointment_pk>/", views.commitment_sign, name="commitment-sign"),
    path("commitments/remind/<int:unit_pk>/", views.commitment_remind, name="commitment-remind"),
    path("commitments/publish/<int:unit_pk>/", views.commitment_publish, name="commitment-publish"),
    path("commitments/poster/<number:number>/", views.commitment_poster, name="commitment-poster"),
    path("commitments/texts/", text_views.commitment_texts, name="commitment-texts"),
    path("commitments/texts/<int:unit_pk>/add/", text_views.text_add, name="commitment-text-add"),
    path("commitments/texts/<int:pk>/", text_views.text_edit, name="commitment-text"),
    path("commitments/texts/<int:pk>/on/", text_views.text_switch, name="commitment-text-switch"),
]
