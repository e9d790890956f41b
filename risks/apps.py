from importlib import import_module

from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
    label = "risks"
    verbose_name = "风险点"

    def ready(self):
        # Powers know no duties; the first check of a catalogue hears of them from here, and charts
        # of what stands beside the steps of a power.
        import_module("risks.duties_cleared")
        import_module("risks.chart_marks")
