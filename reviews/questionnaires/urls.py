"""Addresses of the questionnaires inside; where they are answered is in `public_opinion_urls`."""

from django.urls import path

from .views import desk, writing

urlpatterns = [
    path("questionnaires/", desk.questionnaire_list, name="questionnaire-list"),
    path("questionnaires/add/", writing.questionnaire_add, name="questionnaire-add"),
    path("questionnaires/<uuid:pk>/", desk.questionnaire, name="questionnaire"),
    path("questionnaires/<uuid:pk>/edit/", writing.questionnaire_edit, name="questionnaire-edit"),
    path(
        "questionnaires/<uuid:pk>/on/",
        writing.questionnaire_switch_on,
        name="questionnaire-switch-on",
    ),
    path("questionnaires/<uuid:pk>/close/", desk.questionnaire_close, name="questionnaire-close"),
    path(
        "questionnaires/<uuid:pk>/notice.pdf",
        desk.questionnaire_notice,
        name="questionnaire-notice",
    ),
    path(
        "questionnaires/<uuid:pk>/results.<slug:format_name>",
        desk.questionnaire_results,
        name="questionnaire-results",
    ),
    path("questionnaires/<uuid:pk>/questions/add/", writing.question_add, name="question-add"),
    path(
        "questionnaires/<uuid:pk>/questions/<int:question_pk>/",
        writing.question_edit,
        name="question-edit",
    ),
    path(
        "questionnaires/<uuid:pk>/questions/<int:question_pk>/up/",
        writing.question_up,
        name="question-up",
    ),
    path(
        "questionnaires/<uuid:pk>/questions/<int:question_pk>/remove/",
        writing.question_remove,
        name="question-remove",
    ),
]
