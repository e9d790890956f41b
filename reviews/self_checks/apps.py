from importlib import import_module

from django.apps import AppConfig


class SelfChecksConfig(AppConfig):
    name = "reviews.self_checks"
    label = "self_checks"
    verbose_name = "自查"

    def ready(self):
        import_module("reviews.self_checks.kinds")
