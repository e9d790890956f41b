from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KindsConfig(AppConfig):
    name = "powers.kinds"
    label = "kinds"
    verbose_name = "职权类型"

    def ready(self):
        post_migrate.connect(_keep_official, sender=self)


def _keep_official(using, **given):
    """The official kinds are there after every `migrate` and every flush, like content types."""
    from .shipped import keep_official

    keep_official(using)
