"""Addresses of the register of powers used (运行登记), and where systems report in."""

from django.urls import path

from .views import entries, findings, records, registered, sending, tokens, writing

urlpatterns = [
    path("records/", sending.records, name="records"),
    path("records/schema.json", sending.record_schema, name="record-schema"),
    path("exercises/", entries.exercise_list, name="exercise-list"),
    path("exercises/export/", entries.exercise_export, name="exercise-export"),
    path("exercises/add/", writing.exercise_choose, name="exercise-choose"),
    path("exercises/add/<int:pk>/", writing.exercise_add, name="exercise-add"),
    path("exercises/<int:pk>/", entries.exercise, name="exercise"),
    path("exercises/<int:pk>/edit/", writing.exercise_edit, name="exercise-edit"),
    path("exercises/<int:pk>/throw-away/", writing.exercise_throw_away, name="exercise-throw-away"),
    path("exercises/<int:pk>/correct/", writing.exercise_correct, name="exercise-correct"),
    path("exercises/<int:pk>/files/<int:file_pk>/", entries.exercise_file, name="exercise-file"),
    path("exercises/findings/<int:pk>/answer/", findings.finding_answer, name="finding-answer"),
    path("exercises/findings/<int:pk>/look/", findings.finding_look, name="finding-look"),
    path("exercises/powers/", registered.registered_power_list, name="registered-power-list"),
    path(
        "exercises/powers/add/<int:unit_pk>/",
        registered.registered_power_add,
        name="registered-power-add",
    ),
    path(
        "exercises/powers/<int:pk>/", registered.registered_power_edit, name="registered-power-edit"
    ),
    path(
        "exercises/powers/<int:pk>/stop/",
        registered.registered_power_stop,
        name="registered-power-stop",
    ),
    path("exercises/tokens/", tokens.record_token_list, name="record-token-list"),
    path(
        "exercises/tokens/<int:pk>/revoke/", tokens.record_token_revoke, name="record-token-revoke"
    ),
    path("exercises/records/", records.record_list, name="record-list"),
    path("exercises/records/<int:pk>/", records.record, name="record"),
    path("exercises/records/<int:pk>/begin/", records.record_begin, name="record-begin"),
    path("exercises/records/<int:pk>/attach/", records.record_attach, name="record-attach"),
]
