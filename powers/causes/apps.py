from django.apps import AppConfig


class CausesConfig(AppConfig):
    name = "powers.causes"
    label = "causes"
    verbose_name = "变动事由"
