from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "registry.papers"
    label = "papers"
    verbose_name = "办件"
