from django.apps import AppConfig


class LawsConfig(AppConfig):
    name = "registry.laws"
    label = "laws"
    verbose_name = "法规库"
