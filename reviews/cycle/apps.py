from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "reviews.cycle"
    label = "cycle"
    verbose_name = "防控看板"
