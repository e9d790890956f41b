from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "registry.rules"
    label = "rules"
    verbose_name = "制度"
