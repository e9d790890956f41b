"""What is in use changes where one sees what follows (ADR 0016), never by a field of the admin."""

from django.urls import reverse


def is_in_use(thing):
    """Whether anything beyond the organisation itself hangs on it: papers, duties, points."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: thing}).exists()
        for relation in thing._meta.related_objects
        if relation.related_model._meta.app_label != thing._meta.app_label
    )


def is_closing(form):
    """Whether the form of something that is open puts a date to its end."""
    before = form.instance
    return before.pk and before.closed_on is None and form.cleaned_data.get("closed_on")


def reorganisation_of(unit):
    """The address of the page of reorganisations, at this unit."""
    return f"{reverse('reorganisation')}?unit={unit.code}"
