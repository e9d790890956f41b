from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "powers.bulk"
    label = "bulk"
    verbose_name = "成批修改"
