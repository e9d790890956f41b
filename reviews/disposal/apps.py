from django.apps import AppConfig

from registry.standing.shipped import keep_after_migrate


class DisposalConfig(AppConfig):
    name = "reviews.disposal"
    label = "disposal"
    verbose_name = "预警和处置"

    def ready(self):
        from .shipped import keep_shipped

        keep_after_migrate(self, ["WarningColour", "LadderStep"], keep_shipped)
