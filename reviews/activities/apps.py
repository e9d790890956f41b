from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db.models.signals import post_migrate


class ActivitiesConfig(AppConfig):
    name = "reviews.activities"
    label = "activities"
    verbose_name = "廉政活动"

    def ready(self):
        from . import inviting

        inviting.offer_kinds()
        post_migrate.connect(_keep_shipped, sender=self)


def _keep_shipped(using, apps=all_apps, **given):
    """The shipped kinds are there after every `migrate` and every flush.

    Unless the migrations stop before there are kinds at all.
    """
    from .shipped import keep_shipped

    try:
        kinds = apps.get_model("activities", "ActivityKind").objects.using(using)
    except LookupError:
        return
    keep_shipped(kinds)
