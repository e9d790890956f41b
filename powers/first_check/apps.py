from django.apps import AppConfig


class FirstCheckConfig(AppConfig):
    name = "powers.first_check"
    label = "first_check"
    verbose_name = "目录初审"
