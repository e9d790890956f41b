from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "reviews.sources"
    label = "sources"
    verbose_name = "风险信息"
