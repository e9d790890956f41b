from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/read", views.notices_read, name="notices-read"),
    path("notices/mail/", views.mail_wish, name="mail-wish"),
    path("mail/", views.mail_channel, name="mail-channel"),
    path("mail/trial/", views.mail_trial, name="mail-trial"),
    path("webhooks/", views.webhook_list, name="webhook-list"),
    path("webhooks/add/", views.webhook_add, name="webhook-add"),
    path("webhooks/<int:pk>/", views.webhook_edit, name="webhook-edit"),
    path("webhooks/<int:pk>/trial/", views.webhook_trial, name="webhook-trial"),
    path("notices/<int:pk>/", views.notice_open, name="notice-open"),
]
