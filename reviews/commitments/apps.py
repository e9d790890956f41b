from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "reviews.commitments"
    label = "commitments"
    verbose_name = "廉政承诺"
