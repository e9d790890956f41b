from django.apps import AppConfig

from registry.standing.shipped import keep_after_migrate


class ActivitiesConfig(AppConfig):
    name = "reviews.activities"
    label = "activities"
    verbose_name = "廉政活动"

    def ready(self):
        from . import inviting
        from .shipped import keep_shipped

        inviting.offer_kinds()
        keep_after_migrate(self, ["ActivityKind"], keep_shipped)
