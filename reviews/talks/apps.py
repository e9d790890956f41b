from django.apps import AppConfig

from registry.standing.shipped import keep_after_migrate


class TalksConfig(AppConfig):
    name = "reviews.talks"
    label = "talks"
    verbose_name = "廉政谈话"

    def ready(self):
        from .shipped import keep_shipped

        keep_after_migrate(self, ["TalkKind"], keep_shipped)
