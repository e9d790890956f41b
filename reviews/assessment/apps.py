from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "reviews.assessment"
    label = "assessment"
    verbose_name = "评估"
