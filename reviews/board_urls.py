"""Addresses of the board inside (内部公开栏) and of what is announced there."""

from django.urls import path

from .views import announcing, board

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/<int:pk>/", board.announcement, name="announcement"),
    path("board/<int:pk>/files/<int:file_pk>/", board.announcement_file, name="announcement-file"),
    path("board/kept/", announcing.announcement_list, name="announcement-list"),
    path("board/add/", announcing.announcement_add, name="announcement-add"),
    path("board/<int:pk>/edit/", announcing.announcement_edit, name="announcement-edit"),
    path("board/<int:pk>/files/", announcing.announcement_files, name="announcement-files"),
    path("board/<int:pk>/publish/", announcing.announcement_publish, name="announcement-publish"),
    path(
        "board/<int:pk>/take-down/",
        announcing.announcement_take_down,
        name="announcement-take-down",
    ),
]
