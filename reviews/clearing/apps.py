from django.apps import AppConfig


class ClearingConfig(AppConfig):
    name = "reviews.clearing"
    label = "clearing"
    verbose_name = "清权"
