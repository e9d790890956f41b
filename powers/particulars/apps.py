from django.apps import AppConfig


class ParticularsConfig(AppConfig):
    name = "powers.particulars"
    label = "particulars"
    verbose_name = "职权要素"
