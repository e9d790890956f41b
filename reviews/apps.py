from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"
    verbose_name = "审核与公开"

    def ready(self):
        from . import public_role  # noqa: F401  its check of the account
