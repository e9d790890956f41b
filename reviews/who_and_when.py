"""Who did something, and when: all of it is known, or nothing."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person


def pair(*fields):
    """All of these columns are known, or none: by whom and when, and under which number."""
    unknown = Q(**{f"{field}__isnull": True for field in fields})
    return unknown | Q(**{f"{field}__isnull": False for field in fields})


def person(label, **options):
    return models.ForeignKey(
        Person, verbose_name=label, on_delete=models.PROTECT, related_name="+", **options
    )
