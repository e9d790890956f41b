from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "powers"
    label = "powers"
    verbose_name = "职权"
