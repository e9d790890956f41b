from django.apps import AppConfig


class PagingConfig(AppConfig):
    name = "registry.paging"
    label = "paging"
    verbose_name = "长列表"
