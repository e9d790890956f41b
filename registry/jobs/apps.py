from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "registry.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self):
        # Kinds of jobs and duties that come round; lower apps cannot import higher ones.
        autodiscover_modules("background")
