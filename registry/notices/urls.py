from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/read", views.notices_read, name="notices-read"),
    path("notices/<int:pk>/", views.notice_open, name="notice-open"),
]
