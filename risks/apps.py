from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
    label = "risks"
    verbose_name = "风险点"

    def ready(self):
        from . import chart_marks  # noqa: F401  registers what stands beside the steps of a power
