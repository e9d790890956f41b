"""Who did something, and when: both are known or neither."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person


def pair(by, at):
    """Both are known, or neither."""
    return Q(**{f"{by}__isnull": True, f"{at}__isnull": True}) | Q(
        **{f"{by}__isnull": False, f"{at}__isnull": False}
    )


def person(label, **options):
    return models.ForeignKey(
        Person, verbose_name=label, on_delete=models.PROTECT, related_name="+", **options
    )
