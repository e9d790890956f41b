from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db.models.signals import post_migrate


class DisposalConfig(AppConfig):
    name = "reviews.disposal"
    label = "disposal"
    verbose_name = "预警和处置"

    def ready(self):
        post_migrate.connect(_keep_shipped, sender=self)


def _keep_shipped(using, apps=all_apps, **given):
    """Colours and the shipped ladder are there after every `migrate` and every flush.

    Unless the migrations stop before there are any.
    """
    from .shipped import keep_shipped

    try:
        models = [apps.get_model("disposal", name) for name in ("WarningColour", "LadderStep")]
    except LookupError:
        return
    keep_shipped(*(model.objects.using(using) for model in models))
