from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db.models.signals import post_migrate


class KindsConfig(AppConfig):
    name = "powers.kinds"
    label = "kinds"
    verbose_name = "职权类型"

    def ready(self):
        post_migrate.connect(_keep_official, sender=self)


def _keep_official(using, apps=all_apps, **given):
    """The official kinds are there after every `migrate` and every flush, like content types.

    Unless the migrations stop before there are kinds at all.
    """
    from .shipped import keep_official

    try:
        kinds = apps.get_model("kinds", "PowerKind").objects.using(using)
    except LookupError:
        return
    keep_official(kinds)
