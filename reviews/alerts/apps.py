from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "reviews.alerts"
    label = "alerts"
    verbose_name = "风险提示"
