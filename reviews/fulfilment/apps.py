from importlib import import_module

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "reviews.fulfilment"
    label = "fulfilment"
    verbose_name = "措施落实"

    def ready(self):
        import_module("reviews.fulfilment.kinds")
