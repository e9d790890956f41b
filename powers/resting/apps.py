from django.apps import AppConfig


class RestingConfig(AppConfig):
    name = "powers.resting"
    label = "resting"
    verbose_name = "职权依据"
