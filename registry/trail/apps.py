from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "registry.trail"
    label = "trail"
    verbose_name = "操作留痕"

    def ready(self):
        from . import sign_in  # noqa: F401 (connects the receivers)
