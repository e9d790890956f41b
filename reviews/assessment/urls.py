"""Addresses of the assessment (评估) and of the study (研判)."""

from django.urls import path

from .views import proposals, rules, studies

urlpatterns = [
    path("assessment/", proposals.assessment, name="assessment"),
    path("assessment/posts/<int:pk>/", proposals.assessment_post, name="assessment-post"),
    path("assessment/rules/<int:unit_pk>/", rules.assessment_rules, name="assessment-rules"),
    path("studies/", studies.study_list, name="study-list"),
    path("studies/open/", studies.study_open, name="study-open"),
    path("studies/<int:pk>/", studies.study, name="study"),
    path("studies/<int:pk>/items/<int:item_pk>/", studies.study_item, name="study-item"),
]
