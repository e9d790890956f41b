from django.apps import AppConfig

from registry.standing.shipped import keep_after_migrate


class KindsConfig(AppConfig):
    name = "powers.kinds"
    label = "kinds"
    verbose_name = "职权类型"

    def ready(self):
        from .shipped import keep_official

        keep_after_migrate(self, ["PowerKind"], keep_official)
