from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "reviews.exercises"
    label = "exercises"
    verbose_name = "运行登记"
