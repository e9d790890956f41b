"""Rows that come with the software: there after every `migrate` and every flush, as content types.

    def ready(self):
        keep_after_migrate(self, ["TalkKind"], keep_shipped)

What a unit or an office has made of them since stays: that is for `keep` to see to.
"""

from django.apps import apps as all_apps
from django.db.models.signals import post_migrate


def keep_after_migrate(config, model_names, keep):
    """`keep` is called with a queryset of each model; not where the migrations stop before them."""

    def after(using, apps=all_apps, **given):
        try:
            models = [apps.get_model(config.label, name) for name in model_names]
        except LookupError:
            return
        keep(*(model.objects.using(using) for model in models))

    post_migrate.connect(after, sender=config, weak=False)
