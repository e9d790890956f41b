from importlib import import_module

from django.apps import AppConfig


class ClearingConfig(AppConfig):
    name = "reviews.clearing"
    label = "clearing"
    verbose_name = "清权"

    def ready(self):
        # Powers know no clearing: the first check hears from here what others have taken up, and
        # the list of kinds which of them were declared.
        import_module("reviews.clearing.handed_over")
        import_module("reviews.clearing.kinds_said")
